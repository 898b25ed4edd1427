using Enso.Machine.Cpu;

namespace Enso.Machine.Threads;

/// <summary>The threads of one core that wait until a time: a pairing heap by deadline (Fredman, Sedgewick, Sleator,
/// Tarjan, <em>The Pairing Heap</em>, 1986), through links in the threads themselves. Insertion is constant time,
/// removal logarithmic amortised.</summary>
internal unsafe struct SleepQueue
{
    /// <summary>Guards the heap and the heap links of threads in it.</summary>
    public SpinLock Lock;

    private Thread* _root;

    // The root's deadline, or 0: a copy, because the owner reads it without the lock and the root may move. An old
    // value is an earlier one: the timer then fires for nothing and is set again.
    private ulong _firstDeadline;

    /// <summary>Threads in the heap.</summary>
    public int Count;

    /// <summary>The earliest thread, or null.</summary>
    public readonly Thread* First => _root;

    /// <summary>The earliest deadline, or 0 when there is none. Read without the lock by the owning core, which
    /// is the only one that adds.</summary>
    public readonly ulong FirstDeadline => Volatile.Read(in _firstDeadline);

    /// <summary>Adds a thread.</summary>
    public void Add(Thread* thread)
    {
        thread->HeapChild = null;
        thread->HeapSibling = null;
        thread->HeapPrevious = null;
        _root = Meld(_root, thread);
        Volatile.Write(ref _firstDeadline, _root->Deadline);
        Count++;
    }

    /// <summary>Takes a thread out, wherever it is.</summary>
    public void Remove(Thread* thread)
    {
        Thread* children = MergePairs(thread->HeapChild);
        if (thread == _root)
        {
            _root = children;
        }
        else
        {
            if (thread->HeapPrevious->HeapChild == thread)
            {
                thread->HeapPrevious->HeapChild = thread->HeapSibling;
            }
            else
            {
                thread->HeapPrevious->HeapSibling = thread->HeapSibling;
            }
            if (thread->HeapSibling != null)
            {
                thread->HeapSibling->HeapPrevious = thread->HeapPrevious;
            }
            _root = Meld(_root, children);
        }
        if (_root != null)
        {
            _root->HeapPrevious = null;
            _root->HeapSibling = null;
        }
        thread->HeapChild = null;
        thread->HeapSibling = null;
        thread->HeapPrevious = null;
        Volatile.Write(ref _firstDeadline, _root == null ? 0 : _root->Deadline);
        Count--;
    }

    private static Thread* Meld(Thread* a, Thread* b)
    {
        if (a == null)
        {
            return b;
        }
        if (b == null)
        {
            return a;
        }
        if (b->Deadline < a->Deadline)
        {
            Thread* earlier = b;
            b = a;
            a = earlier;
        }
        b->HeapPrevious = a;
        b->HeapSibling = a->HeapChild;
        if (a->HeapChild != null)
        {
            a->HeapChild->HeapPrevious = b;
        }
        a->HeapChild = b;
        return a;
    }

    /// <summary>Melds a list of siblings: in pairs from the left, then the pairs from the right. Iterative: the
    /// list can be long and the stack is small.</summary>
    private static Thread* MergePairs(Thread* first)
    {
        Thread* pairs = null;
        while (first != null)
        {
            Thread* second = first->HeapSibling;
            Thread* rest = second == null ? null : second->HeapSibling;
            first->HeapSibling = null;
            first->HeapPrevious = null;
            if (second != null)
            {
                second->HeapSibling = null;
                second->HeapPrevious = null;
            }
            Thread* pair = Meld(first, second);
            pair->HeapSibling = pairs;
            pairs = pair;
            first = rest;
        }
        Thread* result = null;
        while (pairs != null)
        {
            Thread* next = pairs->HeapSibling;
            pairs->HeapSibling = null;
            result = Meld(result, pairs);
            pairs = next;
        }
        return result;
    }
}
