namespace Enso.Scheduler;

/// <summary>Those who wait for one thing, of any cores and threads: a stack without a lock, which is closed when
/// there is
/// nothing to wait for any more.</summary>
internal struct WaitList
{
    private static readonly Waiting s_closed = new Nobody();

    private Waiting? _last;

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => Volatile.Read(ref _last) == s_closed;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => Volatile.Read(ref _last) is null;

    /// <summary>Adds somebody; a full barrier, when it is done.</summary>
    /// <param name="waiting">Who is in no list.</param>
    /// <returns>False when the list is closed: there is nothing to wait for.</returns>
    public bool TryAdd(Waiting waiting)
    {
        Waiting? last = Volatile.Read(ref _last);
        while (last != s_closed)
        {
            waiting.Before = last;
            Waiting? seen = Interlocked.CompareExchange(ref _last, waiting, last);
            if (ReferenceEquals(seen, last))
            {
                return true;
            }

            last = seen;
        }

        waiting.Before = null;
        return false;
    }

    /// <summary>Wakes all in the order in which they came, and stays open.</summary>
    public void WakeAll() => WakeAll(Interlocked.Exchange(ref _last, null));

    /// <summary>Wakes all in the order in which they came, and everybody who comes later goes on at once. Nothing of
    /// what
    /// holds the list is touched after it has become closed.</summary>
    public void Close() => WakeAll(Interlocked.Exchange(ref _last, s_closed));

    /// <summary>Opens it, and forgets who is in it; nobody else uses it meanwhile.</summary>
    public void Reset() => Volatile.Write(ref _last, null);

    private static void WakeAll(Waiting? last)
    {
        if (last == s_closed)
        {
            return;
        }

        Waiting? first = null;
        while (last is not null)
        {
            Waiting? before = last.Before;
            last.Before = first;
            first = last;
            last = before;
        }

        while (first is not null)
        {
            // Read before: once woken it may wait elsewhere.
            Waiting? next = first.Before;
            first.Before = null;
            first.Wake();
            first = next;
        }
    }

    private sealed class Nobody : Waiting
    {
        public override void Wake()
        {
        }
    }
}
