namespace Enso.Queues;

/// <summary>The cursors of a queue, as they stand: for pictures, for a debugger, for a test. It is a copy; to look changes
/// nothing and holds nobody up.</summary>
/// <remarks>Ends may move while it is made. Each number is one that its cursor had. The readers are looked at before the
/// writers, so none of them seems to have read what was not published.</remarks>
public sealed record QueueView
{
    /// <summary>The storage's name, as in <c>Vec</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>Whether its capacity never changes.</summary>
    public required bool IsFixed { get; init; }

    /// <summary>Whether a run of messages goes on across the end of the ring, for it lies twice in the address space.
    /// </summary>
    public required bool IsMirrored { get; init; }

    /// <summary>How many messages it holds without growing.</summary>
    public required long Capacity { get; init; }

    /// <summary>How many messages are kept, of those that all have read.</summary>
    public required int Retained { get; init; }

    /// <summary>The first sequence of each segment, the oldest first; none where the storage is a ring.</summary>
    public required IReadOnlyList<long> Segments { get; init; }

    /// <summary>Where the writers stand.</summary>
    public required WriterView Writer { get; init; }

    /// <summary>The first sequence that is not to be read yet.</summary>
    public required long Published { get; init; }

    /// <summary>The sequences that are claimed and not finished, in ascending order.</summary>
    public required IReadOnlyList<long> Claimed { get; init; }

    /// <summary>Every reader's place, also those that nobody has.</summary>
    public required IReadOnlyList<ReaderView> Readers { get; init; }

    /// <summary>The sequence of the slowest reader that is alive; <see cref="Published"/> where there is none.</summary>
    public long Oldest => Readers.Where(reader => reader.State == ReaderState.Reading)
        .Select(reader => reader.Sequence).DefaultIfEmpty(Published).Min();

    /// <summary>Looks at a queue.</summary>
    /// <param name="core">The queue.</param>
    /// <param name="marks">Which messages several writers have finished; null for one.</param>
    /// <param name="after">What the readers stay behind; null for the writers.</param>
    internal static QueueView Of<T, TStorage>(
        QueueCore<T, TStorage> core, Marks? marks = null, Func<int, int[]>? after = null)
        where TStorage : struct, IStorage<T>
    {
        ReaderView[] readers = new ReaderView[core.Cursors.Count - QueueCore<T, TStorage>.FirstReader];
        for (int i = 0; i < readers.Length; i++)
        {
            int index = i + QueueCore<T, TStorage>.FirstReader;
            readers[i] = OfReader<TStorage>(ref core.Cursors[index], index, after?.Invoke(index));
        }

        ref Cursor writer = ref core.Cursors[QueueCore<T, TStorage>.Writer];
        long sequence = TStorage.ReadAcquire(ref writer.Sequence) & QueueCore<T, TStorage>.SequenceBits;
        long capacity = core.Storage.Capacity;
        IReadOnlyList<long> unfinished = marks is null
            ? [.. Enumerable.Range(0, writer.Held).Select(i => sequence + i)]
            : Unfinished<T, TStorage>(core, marks, sequence);
        return new QueueView
        {
            Storage = NameOf(typeof(TStorage)),
            IsFixed = TStorage.IsFixed,
            IsMirrored = TStorage.IsFixed && capacity > 1 && core.Storage.ToRead(capacity - 1, 2).Length == 2,
            Capacity = capacity,
            Retained = core.Options.Retained,
            Segments = core.Storage is LinkedSegments<T> segments ? segments.Segments : [],
            Writer = new WriterView
            {
                Sequence = sequence,
                CachedLimit = marks is null ? TStorage.ReadRelaxed(ref writer.Reach) : null,
                IsCompleted = core.HasEnded,
            },
            Published = marks is null || unfinished.Count == 0 ? sequence : unfinished[0],
            Claimed = unfinished,
            Readers = readers,
        };
    }

    private static ReaderView OfReader<TAtomics>(ref Cursor cursor, int index, int[]? after)
        where TAtomics : IAtomics
    {
        long sequence = TAtomics.ReadAcquire(ref cursor.Sequence);
        bool isFree = sequence == Cursor.Free;
        return new ReaderView
        {
            Index = index,
            State = isFree ? ReaderState.Free
                : TAtomics.ReadRelaxed(ref cursor.IsDead) != 0 ? ReaderState.Dead
                : ReaderState.Reading,
            Sequence = isFree ? 0 : sequence < 0 ? ~sequence : sequence,
            CachedLimit = isFree ? 0 : TAtomics.ReadRelaxed(ref cursor.Reach),
            IsHeld = sequence < 0,
            After = after is null ? [0] : Array.AsReadOnly(after),
        };
    }

    // Where the slowest reader has moved on meanwhile, marks may be of a later round of the ring: those it has passed are
    // finished.
    private static long[] Unfinished<T, TStorage>(QueueCore<T, TStorage> core, Marks marks, long claimed)
        where TStorage : struct, IStorage<T>
    {
        List<long> unfinished = [];
        for (long sequence = Math.Max(0, claimed - core.Storage.Capacity); sequence < claimed; sequence++)
        {
            if (marks.EndOf<TStorage>(sequence, 1) == sequence)
            {
                unfinished.Add(sequence);
            }
        }

        long oldest = core.Oldest();
        return [.. unfinished.Where(sequence => oldest == Cursor.Free || sequence >= oldest)];
    }

    // The name without the number of type parameters.
    private static string NameOf(Type type) => type.Name.Split('`')[0];
}
