namespace Enso.Machine.Console;

/// <summary>What a <see cref="LineDiscipline"/> shows of what is typed.</summary>
internal unsafe struct EchoBuffer
{
    /// <summary>Bytes that it holds: a whole line that is shown again, each byte as <c>^X</c>.</summary>
    public const int Capacity = (2 * LineDiscipline.Capacity) + 16;

    private fixed byte _bytes[Capacity];

    /// <summary>How many bytes there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes. The structure must be one that does not move.</summary>
    public byte* Bytes => Pointers.Of(ref _bytes[0]);

    /// <summary>Adds a byte. What no longer fits is not shown: so much is only a line of thousands of tabs that
    /// vanishes.</summary>
    public void Add(byte value)
    {
        if (Count < Capacity)
        {
            _bytes[Count++] = value;
        }
    }

    /// <summary>Forgets what there is.</summary>
    public void Clear() => Count = 0;
}
