/// <summary>What of each stream has come to one place, and whether in order.</summary>
internal sealed class Arrivals
{
    private readonly int[] _next = new int[Streams.Count];
    private readonly bool[] _isDisordered = new bool[Streams.Count];

    /// <summary>How many have come.</summary>
    public int Total { get; private set; }

    /// <summary>One has come.</summary>
    /// <param name="order">It.</param>
    public void Add(Order order)
    {
        Total++;
        _isDisordered[order.Stream] |= order.Number != _next[order.Stream];
        _next[order.Stream]++;
    }

    /// <summary>How many of a stream have come.</summary>
    /// <param name="stream">The stream.</param>
    public int Of(int stream) => _next[stream];

    /// <summary>Whether each of a stream came in its turn.</summary>
    /// <param name="stream">The stream.</param>
    public string OrderOf(int stream) => _isDisordered[stream] ? "BROKEN" : "kept";

    /// <summary>Whether each of every stream came in its turn.</summary>
    public string Order => _isDisordered.Contains(true) ? "BROKEN" : "kept";
}
