using System.Collections;
using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What the language makes of types: records, tuples, enumerations, default members of interfaces, operators,
/// initialisation.</summary>
internal static class LanguageTypeTests
{
    private abstract record Shape(string Name);

    private sealed record Box(string Name, int Width, int Height) : Shape(Name)
    {
        public int Area => Width * Height;

        public List<string> Tags { get; init; } = [];
    }

    private readonly record struct Temperature(double Degrees, string Unit = "C");

    [KernelTest]
    internal static void Records_compare_copy_print_and_come_apart()
    {
        Box box = new("b", 2, 3);
        Box same = new(new string('b', 1), 2, 3) { Tags = box.Tags };
        Check.That(box == same && !ReferenceEquals(box, same) && box.GetHashCode() == same.GetHashCode());
        Box wider = box with { Width = 5 };
        Check.Equal((5, 15, 2), (wider.Width, wider.Area, box.Width));
        Check.That(box != wider && ReferenceEquals(box.Tags, wider.Tags));
        (string name, int width, int height) = wider;
        Check.Equal("b 5 3", $"{name} {width} {height}");
        Check.That(wider.ToString().StartsWith("Box { Name = b, Width = 5, Height = 3, Area = 15, Tags = ",
            StringComparison.Ordinal), wider.ToString());
        Temperature cold = new(1.5);
        Check.Equal("Temperature { Degrees = 1.5, Unit = C }", $"{cold}");
        Check.Equal(cold with { Degrees = 2 }, new Temperature(2));
        Shape shape = wider;
        Check.Equal("b", (shape with { Name = "c" }) is Box { Width: 5, Name: "c" } ? shape.Name : "");
    }

    [KernelTest]
    internal static void Tuples_nest_compare_and_swap()
    {
        (int Left, int Right) pair = (1, 2);
        (pair.Left, pair.Right) = (pair.Right, pair.Left);
        Check.Equal((2, 1), pair);
        var large = (1, 2, 3, 4, 5, 6, 7, 8, (9, "ten"));
        Check.Equal((8, "ten", 9), (large.Item8, large.Item9.Item2, ((ITuple)large).Length));
        Check.That((1, (2, "x")) == (1, (2, new string('x', 1))) && (1, 2).CompareTo((1, 3)) < 0);
        Dictionary<(int, string), int> table = new() { [(1, "a")] = 5 };
        Check.Equal(5, table[(1, "a")]);
        (int first, _, string last) = (1, new object(), "z");
        Check.Equal("1z", $"{first}{last}");
    }

    private interface ILogger
    {
        List<string> Lines { get; }

        void Log(string text) => Lines.Add(Format(text));

        string Format(string text) => $"[{text}]";
    }

    private interface ILoudLogger : ILogger
    {
        string ILogger.Format(string text) => $"<{text.ToUpperInvariant()}>";
    }

    private class Plain : ILogger
    {
        public List<string> Lines { get; } = [];
    }

    private sealed class Loud : Plain, ILoudLogger;

    private sealed class Own : Plain, ILogger
    {
        public string Format(string text) => $"own {text}";
    }

    private struct Small() : ILogger
    {
        public List<string> Lines { get; } = [];
    }

    [KernelTest]
    internal static void Default_members_of_interfaces_run_unless_a_more_derived_type_has_its_own()
    {
        List<string> Logged(ILogger logger)
        {
            logger.Log("a");
            return logger.Lines;
        }

        Check.Equal("[a]", Logged(new Plain()).Single());
        Check.Equal("<A>", Logged(new Loud()).Single());
        Check.Equal("own a", Logged(new Own()).Single());
        Check.Equal("[a]", Logged(new Small()).Single());
    }

    private readonly struct Money(long cents) : IEquatable<Money>, IComparable<Money>
    {
        public long Cents { get; } = cents;

        public static Money operator +(Money a, Money b) => new(a.Cents + b.Cents);

        public static Money operator checked +(Money a, Money b) => new(checked(a.Cents + b.Cents));

        public static Money operator -(Money a) => new(-a.Cents);

        public static bool operator ==(Money a, Money b) => a.Cents == b.Cents;

        public static bool operator !=(Money a, Money b) => !(a == b);

        public static bool operator true(Money a) => a.Cents != 0;

        public static bool operator false(Money a) => a.Cents == 0;

        public static implicit operator Money(int euros) => new(euros * 100L);

        public static explicit operator int(Money money) => (int)(money.Cents / 100);

        public bool Equals(Money other) => this == other;

        public override bool Equals(object? other) => other is Money money && Equals(money);

        public override int GetHashCode() => Cents.GetHashCode();

        public int CompareTo(Money other) => Cents.CompareTo(other.Cents);
    }

    [KernelTest]
    internal static void Operators_and_conversions_of_a_type_are_used()
    {
        Money sum = new Money(50) + 2;
        sum += 1;
        Check.Equal(350L, sum.Cents);
        Check.Equal(3, (int)sum);
        Check.Equal(-350L, (-sum).Cents);
        Check.That(sum == new Money(350) && sum != 3 && Equals(sum, (object)new Money(350)));
        Check.Equal("some", sum ? "some" : "none");
        Check.Equal(long.MinValue, unchecked(new Money(long.MaxValue) + new Money(1)).Cents);
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(new Money(long.MaxValue) + new Money(1))));
        Check.Equal("-2,0,5", string.Join(',', new Money[] { 5, -2, 0 }.Order().Select(m => (int)m)));
    }

    [KernelTest]
    internal static void Nullable_values_lift_their_operators()
    {
        int? none = Opaque.Value<int?>(null);
        int? five = Opaque.Value<int?>(5);
        Check.Equal((null, 10, false, false), (none + five, five + five, none < five, none >= five));
        Check.Equal(7, none ?? 7);
        none ??= 9;
        Check.Equal(9, none.Value);
        bool? unknown = Opaque.Value<bool?>(null);
        Check.Equal((false, true, null), (unknown & false, unknown | true, unknown & true));
        object? boxed = five;
        Check.That(boxed is int and 5 && Opaque.Value<object?>((int?)null) is null);
        string? text = Opaque.Value<string?>(null);
        Check.Equal(null, text?.Length);
    }

    private static readonly List<string> s_order = [];

    private class Base
    {
        static Base() => s_order.Add("static base");

        private readonly int _field = Note("field base");

        public Base()
        {
            s_order.Add("base");
            Touch();
        }

        protected virtual void Touch() => s_order.Add("touch base");

        protected static int Note(string what)
        {
            s_order.Add(what);
            return 1;
        }

        public int Field => _field;
    }

    private sealed class Derived : Base
    {
        static Derived() => s_order.Add("static derived");

        private readonly int _own = Note("field derived");

        public Derived() => s_order.Add($"derived {_own}");

        protected override void Touch() => s_order.Add($"touch derived {_own}");
    }

    [KernelTest]
    internal static void Objects_are_initialised_fields_first_and_derived_before_base()
    {
        s_order.Clear();
        Check.Equal(1, new Derived().Field);
        string first = string.Join(", ", s_order);
        s_order.Clear();
        GC.KeepAlive(new Derived());
        string again = string.Join(", ", s_order);
        const string instance = "field base, base, touch derived 1, derived 1";
        Check.Equal($"field derived, {instance}", again);
        // A field's initialiser calls a static method of the base class, which needs that class first.
        Check.Equal($"static derived, static base, field derived, {instance}", first);
    }

    private static class Textual
    {
        public static readonly int First = Second + 1;
        public static readonly int Second = 10;
        public static readonly int Third = Second + First;
        public const int Constant = 3;
    }

    private static class Lazily
    {
        public static int Count;
    }

    private static class Loaded
    {
        static Loaded() => Lazily.Count++;

        public static int Value => 5;
    }

    [KernelTest]
    internal static void Static_fields_are_initialised_in_the_order_of_the_text_and_once()
    {
        Check.Equal((1, 10, 11, 3), (Textual.First, Textual.Second, Textual.Third, Textual.Constant));
        Check.Equal(0, Lazily.Count);
        Crew.Run(Crew.Size * 2, _ => Check.Equal(5, Loaded.Value));
        Check.Equal(1, Lazily.Count);
    }

    private static class Left
    {
        public static readonly int Value = Right.Value + 1;
    }

    private static class Right
    {
        public static readonly int Value = Left.Value + 1;
    }

    [KernelTest]
    internal static void Static_constructors_that_need_each_other_see_what_is_there_so_far()
    {
        Check.Equal((2, 1), (Left.Value, Right.Value));
    }

    private sealed class Words : IEnumerable<string>, IList<string>
    {
        private readonly List<string> _words = [];

        public string this[int index] { get => _words[index]; set => _words[index] = $"set {value}"; }

        public string this[string key] => $"key {key}";

        public int Count => _words.Count;

        bool ICollection<string>.IsReadOnly => false;

        public void Add(string item) => _words.Add(item);

        public void Add(int left, int right) => _words.Add($"{left}+{right}");

        void ICollection<string>.Clear() => _words.Clear();

        public bool Contains(string item) => _words.Contains(item);

        public void CopyTo(string[] array, int arrayIndex) => _words.CopyTo(array, arrayIndex);

        public IEnumerator<string> GetEnumerator() => _words.GetEnumerator();

        public int IndexOf(string item) => _words.IndexOf(item);

        public void Insert(int index, string item) => _words.Insert(index, item);

        public bool Remove(string item) => _words.Remove(item);

        public void RemoveAt(int index) => _words.RemoveAt(index);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [KernelTest]
    internal static void Initialisers_indexers_and_explicit_members_of_a_collection()
    {
        Words words = new() { "a", { 1, 2 }, "c" };
        words[0] = "x";
        Check.Equal("set x,1+2,c", string.Join(',', words));
        Check.Equal(("key k", "c"), (words["k"], words[^1]));
        ((ICollection<string>)words).Clear();
        Check.Equal(0, words.Count);
        Dictionary<string, int[]> table = new() { ["a"] = [1, 2], ["b"] = [] };
        Check.Equal(2, table["a"].Length);
        int[] spread = [.. table["a"], 3, .. Enumerable.Range(4, 2)];
        Check.Equal("1,2,3,4,5", string.Join(',', spread));
    }
}
