using System.Numerics;

namespace Enso.Scheduler;

/// <summary>Tickets of entities, in the order of their numbers: how many there are, and whose is the n-th.</summary>
/// <remarks>Both take a time that grows with the logarithm of the number of entities (Fenwick, "A new data structure
/// for cumulative frequency tables", Software: Practice and Experience 24(3), 1994).</remarks>
internal sealed class TicketTree
{
    // Element i, from 1, is the sum of the tickets of as many entities up to number i - 1 as the lowest bit of i says.
    private readonly long[] _sums;
    private readonly int[] _tickets;
    private readonly int _topStep;

    public TicketTree(int capacity)
    {
        _sums = new long[capacity + 1];
        _tickets = new int[capacity];
        _topStep = 1 << BitOperations.Log2((uint)capacity);
    }

    public int Capacity => _tickets.Length;

    public long Total { get; private set; }

    public int this[int entity] => _tickets[entity];

    public void Put(int entity, int tickets)
    {
        long change = (long)tickets - _tickets[entity];
        _tickets[entity] = tickets;
        Total += change;
        long[] sums = _sums;
        for (int i = entity + 1; i < sums.Length; i += i & -i)
        {
            sums[i] += change;
        }
    }

    /// <summary>Whose a ticket is.</summary>
    /// <param name="ticket">From 0 to below <see cref="Total"/>.</param>
    public int OwnerOf(long ticket)
    {
        long[] sums = _sums;
        int before = 0;
        for (int step = _topStep; step != 0; step >>= 1)
        {
            int next = before + step;
            if (next < sums.Length && sums[next] <= ticket)
            {
                before = next;
                ticket -= sums[next];
            }
        }

        return before;
    }
}
