using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A reader of a queue. Only one thread at a time may use it: a build for debugging notices a second one.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class Reader<T, TStorage> : IQueueReader<T>, IDisposable
    where TStorage : struct, IStorage<T>
{
    private readonly QueueCore<T, TStorage> _core;
    private readonly CursorTable _cursors;
    private readonly Waiter _waiter;
    private readonly int[] _after;
    private readonly Marks? _marks;
    private readonly Action<Reader<T, TStorage>>? _onDispose;
    private readonly int _index;
    private readonly bool _mayBeMoved;
    private TStorage _storage;
    private int _shown;

    // Whom a release wakes: writers, or the readers that stay behind this one.
    private Signal _behind;
    private Reader<T, TStorage>[] _before = [];
    private Exception? _failure;
    private bool _isInterrupted;
    private SingleUse _use;

    /// <summary>Makes a reader whose cursor is set.</summary>
    /// <param name="core">The queue.</param>
    /// <param name="index">Its cursor.</param>
    /// <param name="after">The cursors behind which it stays: the writer's, or those of other readers.</param>
    /// <param name="marks">What says which messages several writers have finished; null for a single writer.</param>
    /// <param name="onDispose">Takes the cursor back.</param>
    internal Reader(
        QueueCore<T, TStorage> core,
        int index,
        int[] after,
        Marks? marks = null,
        Action<Reader<T, TStorage>>? onDispose = null)
    {
        _core = core;
        _cursors = core.Cursors;
        _behind = core.Room;
        _waiter = new Waiter(core.Messages.Remove<TStorage>);
        _index = index;
        _after = after;
        _marks = marks;
        _onDispose = onDispose;
        _mayBeMoved = core.DropsOldest;
        _storage = core.Storage;
        _storage.Seek(TStorage.ReadOwn(ref _cursors[index].Sequence));
        _cursors[index].Limit = 0;
    }

    /// <inheritdoc/>
    public bool IsCompleted => _core.HasEnded && IsAtEnd();

    /// <inheritdoc/>
    public long Depth => Math.Max(0, Available() - QueueCore<T, TStorage>.Position(_cursors[_index].Sequence));

    /// <summary>The sequence of the message that it reads next.</summary>
    public long Sequence => QueueCore<T, TStorage>.Position(TStorage.ReadRelaxed(ref _cursors[_index].Sequence));

    /// <summary>The queue.</summary>
    internal QueueCore<T, TStorage> Core => _core;

    /// <summary>Its cursor's index.</summary>
    internal int Index => _index;

    /// <summary>Whether its thread is asked to stop waiting: <see cref="WaitForMessage"/> returns then.</summary>
    internal bool IsInterrupted => Volatile.Read(ref _isInterrupted);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out T message)
    {
        _use.Enter();
        ref Cursor own = ref _cursors[_index];
        if (_mayBeMoved)
        {
            bool isTaken = TryNextMoving(ref own, out message);
            _use.Leave();
            return isTaken;
        }

        long next = TStorage.ReadOwn(ref own.Sequence);
        if (next >= own.Limit && !Extend(ref own, next))
        {
            message = default!;
            _use.Leave();
            return false;
        }

        message = _storage.ToRead(next);
        Advance(ref own, next + 1);
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public T Next()
    {
        T message;
        while (!TryNext(out message))
        {
            if (!WaitForMessage())
            {
                throw End();
            }
        }

        return message;
    }

    /// <inheritdoc/>
    public async ValueTask<T> NextAsync(CancellationToken cancellationToken = default)
    {
        T message;
        while (!TryNext(out message))
        {
            if (!await WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw End();
            }
        }

        return message;
    }

    /// <inheritdoc/>
    public bool TryRead(int count, out Slots<T> slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _use.Enter();
        if (_shown != 0)
        {
            _use.Leave();
            throw new InvalidOperationException($"{_shown} messages are shown already: release them first.");
        }

        ref Cursor own = ref _cursors[_index];
        long next = _mayBeMoved ? Hold(ref own) : TStorage.ReadOwn(ref own.Sequence);
        if (next >= own.Limit && !Extend(ref own, next))
        {
            LetGo(ref own, next);
            slots = default;
            _use.Leave();
            return false;
        }

        int available = (int)Math.Min(count, own.Limit - next);
        Span<T> first = _storage.ToRead(next, available);
        slots = new Slots<T>(
            first,
            first.Length == available ? default : _storage.ToRead(next + first.Length, available - first.Length));
        _shown = available;
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public void Release(int count)
    {
        _use.Enter();
        if ((uint)count > (uint)_shown)
        {
            _use.Leave();
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"From 0 to {_shown} messages can be released, as many as TryRead has shown.");
        }

        _shown = 0;
        ref Cursor own = ref _cursors[_index];
        Advance(ref own, QueueCore<T, TStorage>.Position(TStorage.ReadOwn(ref own.Sequence)) + count);
        _use.Leave();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (IsOver(out bool hasMessage))
            {
                return hasMessage;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _cursors[_index].Blocked++;
            _waiter.PrepareTask();
            _core.Messages.Add<TStorage>(_waiter);
            if (!IsOver(out _) || !_core.Messages.Remove<TStorage>(_waiter))
            {
                await _waiter.AsTask(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until there is a message, by the queue's strategy.</summary>
    /// <returns>Whether there is one; false when there will be none any more.</returns>
    public bool WaitForMessage()
    {
        Pause pause = new(_core.Options.WaitStrategy);
        _cursors[_index].Blocked++;
        while (true)
        {
            if (IsOver(out bool hasMessage))
            {
                return hasMessage;
            }

            if (pause.Once())
            {
                continue;
            }

            _waiter.PrepareThread();
            _core.Messages.Add<TStorage>(_waiter);
            if (!IsOver(out _) || !_core.Messages.Remove<TStorage>(_waiter))
            {
                _waiter.Sleep();
            }
        }
    }

    /// <summary>Gives up its place: it holds nobody up any more. Only queues that readers come to and leave need it.</summary>
    public void Dispose() => _onDispose?.Invoke(this);

    /// <summary>Puts it behind other readers, before anything is published.</summary>
    /// <param name="before">Those whose cursors it was made to stay behind.</param>
    internal void StayBehind(Reader<T, TStorage>[] before)
    {
        _before = before;
        foreach (Reader<T, TStorage> reader in before)
        {
            // What it releases makes no room: the readers behind it do.
            reader._behind = _core.Messages;
        }
    }

    /// <summary>Says that it will read no more. The queue is completed after.</summary>
    /// <param name="failure">Why.</param>
    internal void Fail(Exception failure) => Volatile.Write(ref _failure, failure);

    /// <summary>Asks the thread that waits here to stop, or lets it wait again.</summary>
    /// <param name="value">Whether to stop.</param>
    internal void Interrupt(bool value)
    {
        Volatile.Write(ref _isInterrupted, value);
        _core.Messages.Notify<TStorage>();
    }

    /// <summary>Whether there are more messages than those that are shown.</summary>
    /// <param name="shown">How many are.</param>
    internal bool HasMoreThan(int shown)
    {
        long next = Sequence + shown;
        return (_marks is null ? Available() : _marks.EndOf<TStorage>(next, 1)) > next;
    }

    /// <summary>Whether there is a message, looking at the writer only when all that was known of was read.</summary>
    internal bool HasMessageAtHand() => _cursors[_index].Limit > Sequence || HasMoreThan(0);

    /// <summary>What its user gets when there is nothing more to be read.</summary>
    internal QueueCompletedException End() => CutShort() is { } failure
        ? new QueueCompletedException(
            "A reader that this one stays behind has failed: everything that it had released has been read.", failure)
        : _core.ReadTooLate();

    private bool IsOver(out bool hasMessage)
    {
        // In this order: what is published before the end is seen.
        bool hasEnded = _core.HasEnded;
        hasMessage = HasMessage();
        return hasMessage || (hasEnded && IsAtEnd()) || IsInterrupted;
    }

    // Whether nothing will come any more, once the queue is completed: what others still write, or have not released, will.
    private bool IsAtEnd()
    {
        long published = TStorage.ReadAcquire(ref _cursors[QueueCore<T, TStorage>.Writer].Sequence)
            & QueueCore<T, TStorage>.SequenceBits;
        return Sequence >= published || CutShort() is not null;
    }

    // Why there will be nothing more although more was published: a reader before this one has failed, or one before that.
    private Exception? CutShort()
    {
        foreach (Reader<T, TStorage> before in _before)
        {
            // First the failure, then the sequence: one that has failed does not move any more.
            Exception? failure = Volatile.Read(ref before._failure) ?? before.CutShort();
            if (failure is not null && before.Sequence <= Sequence)
            {
                return failure;
            }
        }

        return null;
    }

    private bool HasMessage() =>
        Available() > QueueCore<T, TStorage>.Position(TStorage.ReadOwn(ref _cursors[_index].Sequence));

    // The first sequence that is not to be read yet.
    private long Available()
    {
        if (_marks is not null)
        {
            long next = QueueCore<T, TStorage>.Position(TStorage.ReadOwn(ref _cursors[_index].Sequence));
            return _marks.EndOf<TStorage>(next, _storage.Capacity);
        }

        long available = Cursor.Free;
        foreach (int index in _after)
        {
            // Pairs with the release in SingleWriter.Commit, or in Advance of the reader before this one.
            available = Math.Min(
                available, QueueCore<T, TStorage>.Position(TStorage.ReadAcquire(ref _cursors[index].Sequence)));
        }

        return available;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Extend(ref Cursor own, long next)
    {
        CheckAlive(ref own);
        own.Limit = Available();
        long depth = own.Limit - next;
        if (depth > own.HighWater)
        {
            own.HighWater = depth;
        }

        if (depth > 0)
        {
            return true;
        }

        own.Rejected++;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(ref Cursor own, long to)
    {
        // Pairs with the acquire in QueueCore.Oldest: what was read here may be written over.
        TStorage.WriteRelease(ref own.Sequence, to);
        if (TStorage.ReadRelaxed(ref own.IsDead) != 0)
        {
            CheckAlive(ref own);
        }

        _behind.Notify<TStorage>();
    }

    private void CheckAlive(ref Cursor own)
    {
        if (TStorage.ReadRelaxed(ref own.IsDead) != 0)
        {
            _shown = 0;
            _use.Leave();
            throw new ReaderDeadException();
        }
    }

    // In a queue that drops the oldest, a reader's cursor is its own only while it holds it.
    private static long Hold(ref Cursor own)
    {
        while (true)
        {
            long next = TStorage.ReadAcquire(ref own.Sequence);
            if (TStorage.CompareExchange(ref own.Sequence, ~next, next))
            {
                return next;
            }
        }
    }

    private void LetGo(ref Cursor own, long next)
    {
        if (_mayBeMoved)
        {
            TStorage.WriteRelease(ref own.Sequence, next);
        }
    }

    private bool TryNextMoving(ref Cursor own, out T message)
    {
        long next = Hold(ref own);
        if (next >= own.Limit && !Extend(ref own, next))
        {
            LetGo(ref own, next);
            message = default!;
            return false;
        }

        message = _storage.ToRead(next);
        Advance(ref own, next + 1);
        return true;
    }
}
