namespace Enso.Queues;

/// <content>The free messages: a stack of slots, linked by their indices (R. K. Treiber, Systems Programming: Coping
/// with Parallelism, IBM RJ 5118, 1986).
/// <code>
/// head   63          24 23         0     link   63          32 31          0
///       [ changes      | first slot ]          [ depth        | next slot  ]
/// </code>
/// A slot is named by its index plus one; zero is none. Depth is the number of slots from this one to the bottom.
///
/// Invariant (no ABA): every change of the head, push or pop, adds one to its count of changes. So if a
/// compare-and-exchange of the head succeeds, the stack was not changed since the head was read, and the link that
/// was read of its first slot meanwhile is still that slot's: a slot's link is written only while the slot is out
/// of the stack, by the one thread that returns it. Only a thread that sleeps between its read and its exchange for
/// exactly a multiple of 2^40 changes, hours of nothing but renting and returning, could be deceived.
/// </content>
public sealed partial class Pool<T>
{
    private const int IndexBits = 24;
    private const ulong IndexMask = (1UL << IndexBits) - 1;

    /// <summary>The index that says that the pool is disposed. Such a head never changes again.</summary>
    private const ulong ClosedIndex = IndexMask;

    private PaddedWord _head;
    private PaddedCount _exhausted;
    private int _highWaterMark;
    private int _outAfterDispose;

    private bool IsDisposed => (Volatile.Read(ref _head.Value) & IndexMask) == ClosedIndex;

    private static int DepthOf(ulong link) => (int)(link >> 32);

    private static ulong Changed(ulong head, ulong index) => (((head >> IndexBits) + 1) << IndexBits) | index;

    private void LinkAll()
    {
        int capacity = _slots.Length;
        for (int i = 0; i < capacity; i++)
        {
            uint next = i + 1 < capacity ? (uint)i + 2 : 0;
            _slots[i].Link = ((ulong)(uint)(capacity - i) << 32) | next;
        }
        _head.Value = 1;
    }

    private bool TryPop(out int slot)
    {
        while (true)
        {
            // Pairs with the exchange in Push: the link of the slot that is seen here is seen too.
            ulong head = Volatile.Read(ref _head.Value);
            uint index = (uint)(head & IndexMask) - 1;
            if (index >= (uint)_slots.Length)
            {
                slot = 0;
                return false;
            }
            ulong link = Volatile.Read(ref _slots[index].Link);
            if (Interlocked.CompareExchange(ref _head.Value, Changed(head, (uint)link), head) == head)
            {
                slot = (int)index;
                RaiseHighWaterMark(_slots.Length - DepthOf(link) + 1);
                return true;
            }
        }
    }

    private void Push(int slot)
    {
        while (true)
        {
            ulong head = Volatile.Read(ref _head.Value);
            ulong first = head & IndexMask;
            if (first == ClosedIndex)
            {
                Interlocked.Decrement(ref _outAfterDispose);
                return;
            }
            // The first slot may be rented meanwhile and its link be of another time: then the exchange fails.
            uint depth = first == 0 ? 0 : (uint)DepthOf(Volatile.Read(ref _slots[first - 1].Link));
            _slots[slot].Link = ((ulong)(depth + 1) << 32) | first;
            // Publishes the link and all that the owner wrote into the message to the next TryPop.
            if (Interlocked.CompareExchange(ref _head.Value, Changed(head, (uint)slot + 1), head) == head)
            {
                return;
            }
        }
    }

    private int CountFree()
    {
        while (true)
        {
            ulong head = Volatile.Read(ref _head.Value);
            ulong first = head & IndexMask;
            if (first is 0 or ClosedIndex)
            {
                return 0;
            }
            int depth = DepthOf(Volatile.Read(ref _slots[first - 1].Link));
            if (Volatile.Read(ref _head.Value) == head)
            {
                return depth;
            }
        }
    }

    private void RaiseHighWaterMark(int rented)
    {
        int mark = Volatile.Read(ref _highWaterMark);
        while (rented > mark)
        {
            int seen = Interlocked.CompareExchange(ref _highWaterMark, rented, mark);
            if (seen == mark)
            {
                return;
            }
            mark = seen;
        }
    }

    private bool TryClose(out int rented)
    {
        while (true)
        {
            ulong head = Volatile.Read(ref _head.Value);
            ulong first = head & IndexMask;
            if (first == ClosedIndex)
            {
                rented = 0;
                return false;
            }
            int free = first == 0 ? 0 : DepthOf(Volatile.Read(ref _slots[first - 1].Link));
            if (Interlocked.CompareExchange(ref _head.Value, Changed(head, ClosedIndex), head) == head)
            {
                rented = _slots.Length - free;
                // Late returns subtract one each, maybe before this addition: the sum is right once both are done.
                Interlocked.Add(ref _outAfterDispose, rented);
                return true;
            }
        }
    }

    private void NoneLeft()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Interlocked.Increment(ref _exhausted.Value);
    }
}
