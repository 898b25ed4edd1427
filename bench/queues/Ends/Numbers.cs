using Enso.Queues;

namespace QueuesBench;

/// <summary>Messages that are numbers, many at a time.</summary>
internal static class Numbers
{
    /// <summary>Writes consecutive numbers.</summary>
    /// <param name="slots">Where to.</param>
    /// <param name="first">The first number.</param>
    public static void Fill(Slots<long> slots, long first)
    {
        Fill(slots.First, first);
        Fill(slots.Second, first + slots.First.Length);
    }

    /// <summary>Writes consecutive numbers.</summary>
    /// <param name="messages">Where to.</param>
    /// <param name="first">The first number.</param>
    public static void Fill(Span<long> messages, long first)
    {
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i] = first + i;
        }
    }

    /// <summary>Adds numbers.</summary>
    /// <param name="messages">The numbers.</param>
    public static long Sum(ReadOnlySpan<long> messages)
    {
        long sum = 0;
        foreach (long message in messages)
        {
            sum += message;
        }

        return sum;
    }
}
