using System.Numerics;

// Generic types and methods: constraints, variance, static abstract members, instantiations over values.
Console.WriteLine(Sum([1, 2, 3]) + " " + Sum([1.5, 2.5]) + " " + Sum([new BigInteger(10), BigInteger.Pow(2, 70)]));
Console.WriteLine(Largest("pear", "apple", "quince") + " " + Largest(3, 9, 4));

Stack<(int, string)> stack = new();
stack.Push((1, "one"));
stack.Push((2, "two"));
Console.WriteLine(stack.Pop());

IProducer<object> producer = new Words();
IConsumer<string> consumer = new Anything();
Console.WriteLine($"{producer.Make()} {consumer.Take("taken")}");

Console.WriteLine(Describe<int>() + " " + Describe<string>() + " " + Describe<List<Dictionary<string, int[]>>>());
Console.WriteLine(new Pair<int, Pair<string, double>>(1, new("x", 2.5)).Swap());
Console.WriteLine(Parse<int>("41") + 1);
Console.WriteLine(Maybe<int>.None.Map(n => n + 1) + " " + Maybe<int>.Some(4).Map(n => $"<{n}>"));
Console.WriteLine(typeof(Pair<,>).MakeGenericType(typeof(string), typeof(object)).Name);
Console.WriteLine(Depth(new Node<int>(1, new Node<int>(2, new Node<int>(3, null)))));
Console.WriteLine(default(Maybe<DateTime>));

static T Sum<T>(IEnumerable<T> items) where T : INumber<T>
{
    T sum = T.Zero;
    foreach (T item in items)
    {
        sum += item;
    }
    return sum;
}

static T Largest<T>(params T[] items) where T : IComparable<T> => items.Aggregate((a, b) => a.CompareTo(b) > 0 ? a : b);
static string Describe<T>() => typeof(T).IsGenericType ? $"{typeof(T).Name}<{typeof(T).GetGenericArguments().Length}>" : typeof(T).Name;
static T Parse<T>(string text) where T : IParsable<T> => T.Parse(text, null);
static int Depth<T>(Node<T>? node) => node is null ? 0 : 1 + Depth(node.Next);

interface IProducer<out T> { T Make(); }
interface IConsumer<in T> { string Take(T item); }
sealed class Words : IProducer<string> { public string Make() => "made"; }
sealed class Anything : IConsumer<object> { public string Take(object item) => item.ToString()!; }
sealed record Pair<A, B>(A First, B Second) { public Pair<B, A> Swap() => new(Second, First); }
sealed record Node<T>(T Value, Node<T>? Next);

readonly struct Maybe<T>(T value)
{
    private readonly bool _has = true;
    private readonly T _value = value;
    public static Maybe<T> None => default;
    public static Maybe<T> Some(T value) => new(value);
    public Maybe<R> Map<R>(Func<T, R> map) => _has ? new Maybe<R>(map(_value)) : default;
    public override string ToString() => _has ? $"Some({_value})" : "None";
}
