namespace Enso.Tests.Queues.Exploration;

/// <summary>Memory in which a read may see an old value, as the C++ memory model allows it, and races are noticed.</summary>
/// <param name="threads">How many threads there are.</param>
internal sealed class ExploredMemory(int threads)
{
    private readonly Dictionary<nint, Location> _locations = [];
    private readonly Dictionary<(object Store, long Place), Access> _plain = [];
    private readonly int[][] _clocks = [.. Enumerable.Range(0, threads).Select(_ => new int[threads])];

    /// <summary>An atomic read.</summary>
    /// <param name="thread">Who reads.</param>
    /// <param name="address">The location.</param>
    /// <param name="initial">What it held at the beginning.</param>
    /// <param name="isAcquire">Whether what comes after happens after.</param>
    /// <param name="isNewest">Whether only the newest value will do.</param>
    public long Read(int thread, nint address, long initial, bool isAcquire, bool isNewest)
    {
        Location location = At(address, initial);
        int oldest = Math.Max(location.Seen[thread], location.LastBefore(_clocks[thread]));
        int newest = location.Writes.Count - 1;
        int index = isNewest ? newest : newest - Explorer.Choose(newest - oldest + 1);
        location.Seen[thread] = index;
        if (isAcquire && location.Writes[index].Released is { } released)
        {
            Join(_clocks[thread], released);
        }

        return location.Writes[index].Value;
    }

    /// <summary>An atomic write.</summary>
    /// <param name="thread">Who writes.</param>
    /// <param name="address">The location.</param>
    /// <param name="initial">What it held at the beginning.</param>
    /// <param name="value">The value.</param>
    /// <param name="isRelease">Whether what came before happens before.</param>
    public void Write(int thread, nint address, long initial, long value, bool isRelease)
    {
        Location location = At(address, initial);
        int[] clock = _clocks[thread];
        clock[thread]++;
        location.Writes.Add(new WriteEvent(value, thread, clock[thread], isRelease ? [.. clock] : null));
        location.Seen[thread] = location.Writes.Count - 1;
    }

    /// <summary>A full barrier of all threads.</summary>
    public void Barrier()
    {
        int[] all = new int[threads];
        Array.ForEach(_clocks, clock => Join(all, clock));
        Array.ForEach(_clocks, clock => Join(clock, all));
    }

    /// <summary>A thread reads or writes what is no atomic location.</summary>
    /// <param name="thread">Who.</param>
    /// <param name="store">What it belongs to.</param>
    /// <param name="place">Where.</param>
    /// <param name="isWrite">Whether it writes.</param>
    public void Touch(int thread, object store, long place, bool isWrite)
    {
        if (!_plain.TryGetValue((store, place), out Access? access))
        {
            _plain[(store, place)] = access = new Access(new int[threads], new int[threads]);
        }

        int[] clock = _clocks[thread];
        for (int other = 0; other < threads; other++)
        {
            if (other != thread
                && (access.Writes[other] > clock[other] || (isWrite && access.Reads[other] > clock[other])))
            {
                Explorer.Fail(
                    $"race: thread {thread} {(isWrite ? "writes" : "reads")} place {place} while thread {other} may still "
                    + (access.Writes[other] > clock[other] ? "write it" : "read it"));
            }
        }

        // A step of its own, so that what others have seen before does not order it.
        (isWrite ? access.Writes : access.Reads)[thread] = ++clock[thread];
    }

    private Location At(nint address, long initial)
    {
        if (!_locations.TryGetValue(address, out Location? location))
        {
            _locations[address] = location = new Location(threads, initial);
        }

        return location;
    }

    private static void Join(int[] clock, int[] other)
    {
        for (int i = 0; i < clock.Length; i++)
        {
            clock[i] = Math.Max(clock[i], other[i]);
        }
    }

    private sealed record Access(int[] Reads, int[] Writes);

    private readonly record struct WriteEvent(long Value, int Thread, int Time, int[]? Released);

    private sealed class Location(int threads, long initial)
    {
        public List<WriteEvent> Writes { get; } = [new WriteEvent(initial, 0, 0, null)];

        // The newest write that each thread has seen: it sees none before it any more.
        public int[] Seen { get; } = new int[threads];

        // The newest write that happens before a thread's present.
        public int LastBefore(int[] clock) =>
            Writes.FindLastIndex(write => clock[write.Thread] >= write.Time);
    }
}
