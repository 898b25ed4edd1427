namespace Enso.Scheduler;

/// <summary>Some of a cluster's cores.</summary>
/// <param name="cores">How many there are.</param>
internal sealed class CoreSet(int cores)
{
    private const int Bits = 64;

    private readonly ulong[] _words = new ulong[(cores + Bits - 1) / Bits];

    /// <summary>Whether none is in it.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Puts a core in.</summary>
    /// <param name="core">The core.</param>
    public void Add(int core)
    {
        _words[core / Bits] |= 1UL << (core % Bits);
        IsEmpty = false;
    }

    /// <summary>Whether a core is in it.</summary>
    /// <param name="core">The core.</param>
    public bool Contains(int core) => (_words[core / Bits] & (1UL << (core % Bits))) != 0;

    /// <summary>Takes all out.</summary>
    public void Clear()
    {
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] = 0;
        }

        IsEmpty = true;
    }
}
