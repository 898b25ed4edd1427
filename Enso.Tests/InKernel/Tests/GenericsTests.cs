using System.Numerics;
using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Generics: shared and exact code, dictionaries of types at run time, virtual methods, static members of
/// interfaces.</summary>
internal static class GenericsTests
{
    private class Counter<T>
    {
        public static int Made;
        public static readonly string Name = typeof(T).Name;

        [ThreadStatic]
        public static int OnThread;

        public Counter() => Made++;
    }

    [KernelTest]
    internal static void Every_instantiation_has_statics_of_its_own()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.KeepAlive(new Counter<string>());
        }
        GC.KeepAlive(new Counter<object>());
        GC.KeepAlive(new Counter<int>());
        Check.Equal((3, 1, 1, 0), (Counter<string>.Made, Counter<object>.Made, Counter<int>.Made, Counter<Type>.Made));
        Check.Equal("String Object Int32", $"{Counter<string>.Name} {Counter<object>.Name} {Counter<int>.Name}");
        Counter<string>.OnThread = 5;
        Crew.Run(2, number =>
        {
            Check.Equal(0, Counter<string>.OnThread);
            Counter<string>.OnThread = number;
            Counter<object>.OnThread = -1;
        });
        Check.Equal((5, 0), (Counter<string>.OnThread, Counter<object>.OnThread));
    }

    private abstract class Visitor
    {
        public abstract string Visit<T>(T value);
    }

    private sealed class TypeVisitor : Visitor
    {
        public override string Visit<T>(T value) => $"{typeof(T).Name}:{value}";
    }

    private sealed class ListVisitor : Visitor
    {
        public override string Visit<T>(T value) => string.Join('+', new List<T> { value, value });
    }

    [KernelTest]
    internal static void A_generic_virtual_method_is_chosen_by_object_and_type_argument()
    {
        foreach (Visitor visitor in (Visitor[])[new TypeVisitor(), new ListVisitor(), new TypeVisitor()])
        {
            bool types = visitor is TypeVisitor;
            Check.Equal(types ? "Int32:5" : "5+5", visitor.Visit(5));
            Check.Equal(types ? "String:x" : "x+x", visitor.Visit("x"));
            Check.Equal(types ? "Double:1.5" : "1.5+1.5", visitor.Visit(1.5));
            Check.Equal(types ? "ValueTuple`2:(1, a)" : "(1, a)+(1, a)", visitor.Visit((1, "a")));
        }
    }

    private interface IStore<T>
    {
        T? Last { get; }

        TResult Map<TResult>(Func<T?, TResult> map) => map(Last);
    }

    private sealed class Store<T>(T last) : IStore<T[]>, IStore<string>
    {
        public T[] Last => [last, last];

        string? IStore<string>.Last => $"text of {last}";
    }

    [KernelTest]
    internal static void A_generic_interface_may_be_implemented_more_than_once()
    {
        Store<int> store = new(7);
        Check.Equal(14, ((IStore<int[]>)store).Map(n => n!.Sum()));
        Check.Equal("text of 7!", ((IStore<string>)store).Map(t => t + "!"));
        Check.Equal(9, ((IStore<string>)store).Map(t => t!.Length));
        Check.That(Opaque.Value<object>(store) is IStore<int[]> and IStore<string> and not IStore<long[]>);
    }

    private interface IProducer<out T>
    {
        T Produce();
    }

    private interface IConsumer<in T>
    {
        string Consume(T value);
    }

    private sealed class Both : IProducer<string>, IConsumer<object>
    {
        public string Produce() => "made";

        public string Consume(object value) => $"took {value}";
    }

    [KernelTest]
    internal static void Variant_interfaces_and_delegates_convert()
    {
        object both = Opaque.Value<object>(new Both());
        Check.Equal("made", ((IProducer<object>)both).Produce());
        Check.Equal("took s", ((IConsumer<string>)both).Consume("s"));
        Check.That(both is not IProducer<Exception> and not IConsumer<int>);
        Func<object, string> wide = o => o.ToString()!;
        Func<string, object> narrow = wide;
        Check.Equal("x", narrow("x"));
        IEnumerable<object> objects = new List<string> { "a", "b" };
        Check.Equal("ab", string.Concat(objects));
        IReadOnlyList<object> covariant = (IReadOnlyList<object>)Opaque.Value<object>(new string[] { "q" });
        Check.Equal("q", covariant[0]);
    }

    private static T Make<T>() where T : new() => new();

    private struct Point
    {
        public int X;

        public Point() => X = 3;
    }

    [KernelTest]
    internal static void Constraints_give_constructors_and_members()
    {
        Check.Equal(3, Make<Point>().X);
        Check.Equal(0, Make<List<int>>().Count);
        Check.Equal(0, default(Point).X);
        Check.Equal("b", Greatest("a", "b", "aa"));
        Check.Equal(9.5, Greatest(1.5, 9.5, -3));
    }

    private static T Greatest<T>(params ReadOnlySpan<T> values) where T : IComparable<T>
    {
        T greatest = values[0];
        foreach (T value in values)
        {
            greatest = value.CompareTo(greatest) > 0 ? value : greatest;
        }
        return greatest;
    }

    private interface IShape<TSelf> where TSelf : IShape<TSelf>
    {
        static abstract string Kind { get; }

        static abstract TSelf Make(int size);

        static virtual string Describe(TSelf shape) => $"a {TSelf.Kind}";

        static abstract TSelf operator +(TSelf left, TSelf right);
    }

    private readonly record struct Square(int Size) : IShape<Square>
    {
        public static string Kind => "square";

        public static Square Make(int size) => new(size);

        public static Square operator +(Square left, Square right) => new(left.Size + right.Size);
    }

    private sealed record Circle(int Size) : IShape<Circle>
    {
        public static string Kind => "circle";

        public static Circle Make(int size) => new(size);

        public static string Describe(Circle shape) => $"a circle of {shape.Size}";

        public static Circle operator +(Circle left, Circle right) => new(left.Size * right.Size);
    }

    private static string Combine<T>(int left, int right) where T : IShape<T>
        => $"{T.Describe(T.Make(left) + T.Make(right))}, {T.Make(left) + T.Make(right)}";

    [KernelTest]
    internal static void Static_members_of_interfaces_are_chosen_by_type_argument()
    {
        Check.Equal("a square, Square { Size = 7 }", Combine<Square>(3, 4));
        Check.Equal("a circle of 12, Circle { Size = 12 }", Combine<Circle>(3, 4));
    }

    private static T Sum<T>(IEnumerable<T> numbers) where T : INumber<T>
    {
        T sum = T.Zero;
        foreach (T number in numbers)
        {
            sum = checked(sum + number);
        }
        return sum;
    }

    [KernelTest]
    internal static void Arithmetic_is_generic_over_numbers()
    {
        Check.Equal(6, Sum([1, 2, 3]));
        Check.Equal(1.75, Sum([1.0, 0.5, 0.25]));
        Check.Equal(new BigInteger(ulong.MaxValue) * 2, Sum<BigInteger>([ulong.MaxValue, ulong.MaxValue]));
        Check.Equal((Half)3, Sum([(Half)1, (Half)2]));
        Check.Throws<OverflowException>(() => Sum([byte.MaxValue, (byte)1]));
        Check.Equal(Int128.MaxValue, Sum([Int128.MaxValue, Int128.Zero]));
    }

    private sealed class Nested<T>
    {
        public sealed class Inner<TOther>
        {
            public string Types
                => $"{typeof(T).Name},{typeof(TOther).Name},{typeof((T, TOther)).GetGenericArguments().Length}";
        }

        public static string Deeper(int depth) => depth == 0
            ? new Inner<T>().Types
            : Nested<T[]>.Shallow(depth - 1);

        private static string Shallow(int depth) => $"{depth}:{typeof(T).Name}";
    }

    [KernelTest]
    internal static void Types_nest_in_generic_types()
    {
        Check.Equal("String,Int32,2", new Nested<string>.Inner<int>().Types);
        Check.Equal("Object,String,2", new Nested<object>.Inner<string>().Types);
        Check.Equal("Int32,Int32,2", Nested<int>.Deeper(0));
        Check.Equal("1:Int32[]", Nested<int>.Deeper(2));
    }

    private struct Adder : IOperation<int>
    {
        public int Calls;

        public int Apply(int left, int right)
        {
            Calls++;
            return left + right;
        }
    }

    private interface IOperation<T>
    {
        T Apply(T left, T right);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Fold<T, TOperation>(ReadOnlySpan<T> values, T seed, ref TOperation operation)
        where TOperation : struct, IOperation<T>, allows ref struct
    {
        foreach (T value in values)
        {
            seed = operation.Apply(seed, value);
        }
        return seed;
    }

    [KernelTest]
    internal static void A_structure_as_type_argument_is_called_without_boxing()
    {
        Adder adder = default;
        int[] numbers = [1, 2, 3, 4];
        Check.Equal(20, Fold(numbers, 10, ref adder));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int sum = Fold(numbers, 10, ref adder);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Check.Equal((20, 8, 0L), (sum, adder.Calls, allocated));
    }

    [KernelTest]
    internal static void Comparers_and_hashes_are_those_of_the_type_argument()
    {
        Check.That(EqualityComparer<(int, string)>.Default.Equals((1, "a"), (1, new string('a', 1))));
        Check.That(EqualityComparer<int?>.Default.Equals(null, null));
        Check.Equal(-1, Math.Sign(Comparer<DayOfWeek>.Default.Compare(DayOfWeek.Monday, DayOfWeek.Friday)));
        HashSet<Square> squares = [new Square(1), new Square(2), new Square(1)];
        Check.Equal(2, squares.Count);
        Dictionary<Guid, int> guids = [];
        for (int i = 0; i < 100; i++)
        {
            guids[new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)] = i;
        }
        Check.Equal(42, guids[new Guid(42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]);
        Check.Throws<ArgumentException>(() => Comparer<object>.Default.Compare(new object(), new object()));
    }
}
