using System.Collections;

// Iterators and enumerators, lazy and infinite.
Console.WriteLine(string.Join(' ', Fibonacci().TakeWhile(n => n < 1000)));
Console.WriteLine(string.Join(' ', Tree.Of(5, 2, 8, 1, 9, 3)));
Console.WriteLine(string.Join(' ', Primes().Skip(100).Take(5)));
foreach (string permutation in Permutations("abc"))
{
    Console.Write(permutation + " ");
}
Console.WriteLine();

IEnumerator<int> noisy = Noisy().GetEnumerator();
noisy.MoveNext();
Console.WriteLine(noisy.Current);
noisy.Dispose();

foreach (int n in new Countdown(3))
{
    Console.Write($"{n} ");
}
Console.WriteLine();
foreach (var (index, item) in "xyz".Index())
{
    Console.Write($"{index}{item} ");
}
Console.WriteLine();
try
{
    List<int> list = [1, 2, 3];
    foreach (int n in list)
    {
        list.Add(n);
    }
}
catch (InvalidOperationException)
{
    Console.WriteLine("changed while enumerated");
}

static IEnumerable<long> Fibonacci()
{
    for (long a = 0, b = 1; ; (a, b) = (b, a + b))
    {
        yield return a;
    }
}

static IEnumerable<int> Primes()
{
    List<int> known = [];
    for (int n = 2; ; n++)
    {
        if (known.TakeWhile(p => p * p <= n).All(p => n % p != 0))
        {
            known.Add(n);
            yield return n;
        }
    }
}

static IEnumerable<string> Permutations(string letters)
{
    if (letters.Length <= 1)
    {
        yield return letters;
        yield break;
    }
    for (int i = 0; i < letters.Length; i++)
    {
        foreach (string rest in Permutations(letters.Remove(i, 1)))
        {
            yield return letters[i] + rest;
        }
    }
}

static IEnumerable<int> Noisy()
{
    try
    {
        Console.WriteLine("started");
        yield return 1;
        yield return 2;
    }
    finally
    {
        Console.WriteLine("disposed of");
    }
}

sealed class Tree(int value) : IEnumerable<int>
{
    private Tree? _left, _right;

    public static Tree Of(int first, params int[] others)
    {
        Tree root = new(first);
        Array.ForEach(others, root.Add);
        return root;
    }

    private void Add(int item)
    {
        ref Tree? side = ref item < value ? ref _left : ref _right;
        if (side is null)
        {
            side = new Tree(item);
        }
        else
        {
            side.Add(item);
        }
    }

    public IEnumerator<int> GetEnumerator()
    {
        foreach (int n in _left ?? Enumerable.Empty<int>())
        {
            yield return n;
        }
        yield return value;
        foreach (int n in _right ?? Enumerable.Empty<int>())
        {
            yield return n;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

readonly struct Countdown(int from)
{
    public Enumerator GetEnumerator() => new(from);

    public ref struct Enumerator(int left)
    {
        private int _left = left + 1;
        public readonly int Current => _left;
        public bool MoveNext() => --_left > 0;
    }
}
