using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>What the ends of a queue share: the cursors, who waits, the end. The writers' cursor is number 0, the readers'
/// follow.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
internal sealed class QueueCore<T, TStorage>
    where TStorage : struct, IStorage<T>
{
    /// <summary>The writers' cursor.</summary>
    public const int Writer = 0;

    /// <summary>The only reader's, or the first.</summary>
    public const int FirstReader = 1;

    /// <summary>The bits of the writers' cursor that are a sequence; the others say that several writers have ended.
    /// </summary>
    public const long SequenceBits = (1L << 62) - 1;

    // The values of Completion. Who sets the first keeps the error, then sets the second.
    private const long Completing = 1;
    private const long Completed = 2;

    // Set before the queue is completed, and read after.
    private Exception? _error;

    /// <summary>Makes it.</summary>
    /// <param name="options">What the queue is made with.</param>
    /// <param name="storage">Where messages lie; each end takes a copy.</param>
    /// <param name="readers">How many readers there can be.</param>
    /// <param name="messages">Where readers wait, when queues share it; null for a signal of its own.</param>
    public QueueCore(QueueOptions options, TStorage storage, int readers, Signal<TStorage>? messages = null)
    {
        Check(options);
        if (Handover<T>.IsNeeded && options.FullPolicy is (FullPolicy.DropNewest or FullPolicy.DropOldest))
        {
            throw new ArgumentException(
                $"Messages with an owner cannot be dropped ({options.FullPolicy}): nobody would give them back to their "
                + $"pool. Use {FullPolicy.Wait} or {FullPolicy.Reject}.",
                nameof(options));
        }

        Options = options;
        Storage = storage;
        Cursors = new CursorTable(readers + 1);
        Messages = messages ?? new Signal<TStorage>();
        Room = new Signal<TStorage>();
        Cursors[Writer].Sequence = 0;
        Cursors[Writer].EndOfReaders = FirstReader;
    }

    /// <summary>What the queue is made with.</summary>
    public QueueOptions Options { get; }

    /// <summary>Where messages lie, as a new end sees it.</summary>
    public TStorage Storage { get; }

    /// <summary>The cursors.</summary>
    public CursorTable Cursors { get; }

    /// <summary>Readers that wait for messages.</summary>
    public Signal<TStorage> Messages { get; }

    /// <summary>Writers that wait for room.</summary>
    public Signal<TStorage> Room { get; }

    /// <summary>Whether the queue is completed. What was published before is seen after.</summary>
    public bool HasEnded => TStorage.ReadAcquire(ref Cursors[Writer].Completion) == Completed;

    /// <summary>Whether readers move by compare-and-exchange, because the writer may move them too.</summary>
    public bool DropsOldest => Options.FullPolicy == FullPolicy.DropOldest;

    /// <summary>The oldest sequence that any reader may still read; <see cref="Cursor.Free"/> when there is no reader.
    /// </summary>
    public long Oldest()
    {
        long oldest = Cursor.Free;

        // A reader that comes counts itself before it puts its cursor in place: Publisher.Subscribe.
        long end = TStorage.ReadAcquire(ref Cursors[Writer].EndOfReaders);
        for (int i = FirstReader; i < end; i++)
        {
            ref Cursor reader = ref Cursors[i];

            // Pairs with the release in Reader.Release: what the reader read there, it has read.
            long sequence = Position(TStorage.ReadAcquire(ref reader.Sequence));
            if (sequence < oldest && TStorage.ReadRelaxed(ref reader.IsDead) == 0)
            {
                oldest = sequence;
            }
        }

        return oldest;
    }

    /// <summary>Puts a reader's cursor in place, before anybody can have published.</summary>
    /// <param name="index">The cursor.</param>
    public void PlaceFirst(int index)
    {
        Cursors[index].Sequence = 0;
        CountReader(index);
    }

    /// <summary>Makes the writer look at a reader's cursor from now on. One thread at a time may call it.</summary>
    /// <param name="index">The cursor.</param>
    public void CountReader(int index)
    {
        ref long end = ref Cursors[Writer].EndOfReaders;
        if (TStorage.ReadOwn(ref end) <= index)
        {
            TStorage.WriteRelease(ref end, index + 1);
        }
    }

    /// <summary>Places to be written: one run of memory, or two where the end of the ring is crossed.</summary>
    /// <param name="storage">The writer's copy of the storage.</param>
    /// <param name="sequence">The first place's sequence.</param>
    /// <param name="count">How many.</param>
    /// <returns>The places.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slots<T> ToWrite(ref TStorage storage, long sequence, int count)
    {
        Span<T> first = storage.ToWrite(sequence, count);
        return new Slots<T>(
            first,
            first.Length == count ? default : storage.ToWrite(sequence + first.Length, count - first.Length));
    }

    /// <summary>The same for messages to be read.</summary>
    /// <param name="storage">The reader's copy of the storage.</param>
    /// <param name="sequence">The first message's sequence.</param>
    /// <param name="count">How many.</param>
    /// <returns>The messages.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slots<T> ToRead(ref TStorage storage, long sequence, int count)
    {
        Span<T> first = storage.ToRead(sequence, count);
        return new Slots<T>(
            first,
            first.Length == count ? default : storage.ToRead(sequence + first.Length, count - first.Length));
    }

    /// <summary>Where a reader stands. One that reads where messages lie, in a queue that drops the oldest, is kept as the
    /// complement.</summary>
    /// <param name="sequence">Its cursor's value.</param>
    /// <returns>The sequence.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Position(long sequence) => sequence < 0 ? ~sequence : sequence;

    /// <summary>Ends the queue.</summary>
    /// <param name="error">Why; null for no error.</param>
    public void Complete(Exception? error)
    {
        ref long completion = ref Cursors[Writer].Completion;
        if (TStorage.CompareExchange(ref completion, Completing, 0) == 0)
        {
            _error = error;
            TStorage.WriteRelease(ref completion, Completed);
        }

        Messages.Notify();
        Room.Notify();
    }

    /// <summary>Refuses a claim of more or fewer places than there can be.</summary>
    /// <param name="count">How many are wanted.</param>
    /// <param name="held">How many the writer has claimed before.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are never so many.</exception>
    /// <exception cref="InvalidOperationException">Some are claimed already.</exception>
    public void CheckClaim(int count, int held)
    {
        CheckNothingHeld(held);

        // The two runs of Slots hold as many, wherever the first one begins.
        long longest = TStorage.IsSegmented ? Options.Capacity : Storage.MaximumCapacity;
        if (count < 1 || count > longest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"From 1 to {longest} places can be claimed, as many as the "
                + $"{(TStorage.IsSegmented ? "first segment" : "queue")} holds.");
        }
    }

    /// <summary>Refuses what cannot be done while places are claimed.</summary>
    /// <param name="held">How many the writer has claimed.</param>
    /// <exception cref="InvalidOperationException">Some are.</exception>
    public static void CheckNothingHeld(int held)
    {
        if (held != 0)
        {
            throw new InvalidOperationException($"{held} places are claimed already: commit them first.");
        }
    }

    /// <summary>What a writer gets that commits nothing.</summary>
    public static InvalidOperationException NothingClaimed() =>
        new("Nothing is claimed: Commit follows a TryClaim that returned true.");

    /// <summary>What a writer gets that comes too late.</summary>
    public QueueCompletedException PublishedTooLate() =>
        new("The queue is completed: nothing more can be published to it.", _error);

    /// <summary>What a reader gets that has read everything.</summary>
    public QueueCompletedException ReadTooLate() =>
        new("The queue is completed and everything in it has been read.", _error);

    private static void Check(QueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Capacities.Check(options.Capacity);
        if (options.MaximumCapacity < 0 || (options.MaximumCapacity != 0 && options.MaximumCapacity < options.Capacity))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.MaximumCapacity,
                $"MaximumCapacity is 0, for no limit, or at least the capacity, which is {options.Capacity}.");
        }

        if (options.MaximumReaders is < 1 or > QueueOptions.MaximumReadersLimit)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.MaximumReaders,
                $"MaximumReaders is from 1 to {QueueOptions.MaximumReadersLimit}.");
        }

        if (options.Retained < 0 || options.Retained >= options.Capacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Retained, $"Retained is from 0 to {options.Capacity - 1}, less than the capacity.");
        }

        if (!Enum.IsDefined(options.FullPolicy) || !Enum.IsDefined(options.WaitStrategy))
        {
            throw new ArgumentOutOfRangeException(nameof(options), "FullPolicy and WaitStrategy are of the values that they name.");
        }
    }
}
