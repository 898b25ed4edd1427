namespace Enso.Tests.InKernel.Soak;

/// <summary>What went in or came out, writer by writer: how many, the next number, and a hash over all in their order.
/// </summary>
/// <param name="writers">How many writers there are.</param>
/// <param name="mayMiss">Whether numbers may be left out; they must rise all the same.</param>
internal sealed class SoakLedger(int writers, bool mayMiss = false)
{
    private readonly long[] _next = new long[writers];
    private readonly ulong[] _hashes = new ulong[writers];

    /// <summary>How many messages there were.</summary>
    public long Count { get; private set; }

    /// <summary>The number that the next message of a writer must have, or exceed.</summary>
    public long NextOf(int writer) => _next[writer];

    /// <summary>Begins with another number than 0.</summary>
    public void BeginAt(int writer, long number) => _next[writer] = number;

    /// <summary>Enters a message, whole and in its order.</summary>
    public void Enter(in SoakMessage message)
    {
        message.CheckWhole();
        Check.That(message.Writer >= 0 && message.Writer < writers, $"there is no writer {message.Writer}");
        Enter((int)message.Writer, message.Number, message.First);
    }

    /// <summary>Enters a message of which the contents are known to be whole.</summary>
    public void Enter(int writer, long number, ulong hash)
    {
        ref long next = ref _next[writer];
        Check.That(
            number == next || (mayMiss && number > next), $"message {number} of writer {writer} came, not {next}");
        next = number + 1;
        _hashes[writer] = SoakMessage.Mix(_hashes[writer], hash);
        Count++;
    }

    /// <summary>Puts the ledgers of several writers together, of which each has entered its own messages.</summary>
    public static SoakLedger Merge(SoakLedger[] ledgers)
    {
        SoakLedger merged = new(ledgers[0]._next.Length);
        for (int i = 0; i < merged._next.Length; i++)
        {
            foreach (SoakLedger ledger in ledgers)
            {
                merged._next[i] = Math.Max(merged._next[i], ledger._next[i]);
                merged._hashes[i] |= ledger._hashes[i];
                merged.Count += i == 0 ? ledger.Count : 0;
            }
        }
        return merged;
    }

    /// <summary>Checks that the same came out as went in.</summary>
    public void CheckSame(SoakLedger sent)
    {
        for (int i = 0; i < _next.Length; i++)
        {
            Check.Equal(sent._next[i], _next[i]);
            Check.Equal(sent._hashes[i], _hashes[i]);
        }
    }
}
