namespace Enso.Tests.InKernel;

/// <summary>Objects of many shapes that refer to each other at random, and can tell whether any of them, or any
/// reference between them, has changed.</summary>
internal sealed class ObjectGraph
{
    private sealed class Node(int number)
    {
        public readonly int Number = number;
        public readonly string Name = $"node {number}";
        public Node? Left;
        public Node? Right;
        public object? Payload;
    }

    private struct Pair
    {
        public object Reference;
        public long Value;
    }

    private readonly Node[] _nodes;
    private readonly int[] _left;
    private readonly int[] _right;

    /// <summary>Makes a graph.</summary>
    /// <param name="count">Its objects, not counting what hangs on each.</param>
    /// <param name="seed">What decides the references.</param>
    public ObjectGraph(int count, int seed)
    {
        Seed = seed;
        Random random = new(seed);
        _nodes = new Node[count];
        _left = new int[count];
        _right = new int[count];
        for (int i = 0; i < count; i++)
        {
            _nodes[i] = new Node(i) { Payload = MakePayload(i) };
        }
        for (int i = 0; i < count; i++)
        {
            Link(i, random);
        }
    }

    /// <summary>What replays the graph.</summary>
    public int Seed { get; }

    /// <summary>Gives some objects other neighbours, and replaces others by new ones.</summary>
    public void Mutate(Random random, int changes)
    {
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(_nodes.Length);
            if (random.Next(4) == 0)
            {
                Node old = _nodes[at];
                Node fresh = new(at) { Payload = MakePayload(at), Left = old.Left, Right = old.Right };
                _nodes[at] = fresh;
                for (int k = 0; k < _nodes.Length; k++)
                {
                    _nodes[k].Left = _left[k] == at ? fresh : _nodes[k].Left;
                    _nodes[k].Right = _right[k] == at ? fresh : _nodes[k].Right;
                }
            }
            Link(at, random);
        }
    }

    /// <summary>Fails unless every object and reference is as it was made.</summary>
    public void Verify()
    {
        for (int i = 0; i < _nodes.Length; i++)
        {
            Node node = _nodes[i];
            if (node.Number != i || node.Name != $"node {i}"
                || !ReferenceEquals(node.Left, _nodes[_left[i]]) || !ReferenceEquals(node.Right, _nodes[_right[i]])
                || !IsPayload(node.Payload, i))
            {
                throw new CheckException(
                    $"object {i} of the graph with seed {Seed} has changed", nameof(ObjectGraph), 0);
            }
        }
    }

    private void Link(int at, Random random)
    {
        _left[at] = random.Next(_nodes.Length);
        _right[at] = random.Next(_nodes.Length);
        _nodes[at].Left = _nodes[_left[at]];
        _nodes[at].Right = _nodes[_right[at]];
    }

    private static object MakePayload(int number) => (number % 6) switch
    {
        0 => number,
        1 => new string((char)('a' + (number % 26)), number % 50),
        2 => Enumerable.Repeat(number, number % 30).ToArray(),
        3 => new Pair[]
        {
            new() { Reference = $"{number}", Value = number },
            new() { Reference = number, Value = -number },
        },
        4 => new object?[] { null, $"{number}", new[] { number } },
        _ => (Func<int>)(() => number),
    };

    private static bool IsPayload(object? payload, int number) => (number % 6) switch
    {
        0 => payload is int boxed && boxed == number,
        1 => payload is string text && text == new string((char)('a' + (number % 26)), number % 50),
        2 => payload is int[] array && array.Length == number % 30 && Array.TrueForAll(array, n => n == number),
        3 => payload is Pair[] pairs && (string)pairs[0].Reference == $"{number}" && pairs[0].Value == number
            && (int)pairs[1].Reference == number && pairs[1].Value == -number,
        4 => payload is object?[] objects && objects[0] is null && (string)objects[1]! == $"{number}"
            && ((int[])objects[2]!)[0] == number,
        _ => payload is Func<int> function && function() == number,
    };
}
