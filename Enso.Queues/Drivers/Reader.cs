using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A reader of a queue. Only one thread at a time may use it: a build for debugging notices a second one.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class Reader<T, TStorage> : IQueueReader<T>, IWaitable, IDisposable
    where TStorage : struct, IStorage<T>
{
    // Messages that it goes on by before it looks to have more fetched: a few cache lines of small ones.
    private const int Stride = 64;

    private readonly QueueCore<T, TStorage> _core;
    private readonly CursorReference _own;

    // What a quick look sees: the cursor that this one stays behind, when there is one and it says all.
    private readonly CursorReference _ahead;
    private readonly bool _isQuick;
    private readonly Waiter<TStorage> _waiter;
    private readonly int[] _after;
    private readonly Marks? _marks;
    private readonly Action<Reader<T, TStorage>>? _onDispose;
    private readonly int _index;
    private readonly bool _mayBeMoved;
    private TStorage _storage;

    // Whom a release wakes: writers, or the readers that stay behind this one.
    private Notifier<TStorage> _behind;
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
        _own = core.Cursors.At(index);
        _isQuick = marks is null && after.Length == 1 && !core.DropsOldest;
        _ahead = _isQuick ? core.Cursors.At(after[0]) : CursorTable.Nowhere;
        _behind = new Notifier<TStorage>(core.Room);
        _waiter = new Waiter<TStorage>(core.Messages, _ => IsOver(out bool _));
        _index = index;
        _after = after;
        _marks = marks;
        _onDispose = onDispose;
        _mayBeMoved = core.DropsOldest;
        _storage = core.Storage;
        _storage.Seek(TStorage.ReadOwn(ref Own.Sequence));
        LookAnew();
    }

    /// <inheritdoc/>
    public bool IsCompleted => _core.HasEnded && IsAtEnd();

    /// <inheritdoc/>
    public long Depth => Math.Max(0, Available(long.MaxValue) - Sequence);

    /// <summary>The sequence of the message that it reads next.</summary>
    public long Sequence => QueueCore<T, TStorage>.Position(TStorage.ReadRelaxed(ref Own.Sequence));

    /// <summary>The queue.</summary>
    internal QueueCore<T, TStorage> Core => _core;

    private ref Cursor Own => ref _own.Value;

    /// <summary>The cursors behind which it stays.</summary>
    internal int[] After => _after;

    /// <summary>Its cursor's index.</summary>
    internal int Index => _index;

    /// <summary>Whether its thread is asked to stop waiting: <see cref="WaitForMessage"/> returns then.</summary>
    internal bool IsInterrupted => Volatile.Read(ref _isInterrupted);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out T message)
    {
        _use.Enter();
        ref Cursor own = ref _own.Value;
        long next = TStorage.ReadOwn(ref own.Sequence);
        if (next >= own.Limit && !CanRead(next))
        {
            return TryNextSlowly(next, out message);
        }

        message = _storage.ToRead(next);
        Advance(next + 1);
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
        if (Own.Held != 0)
        {
            CheckAlive();
            throw ShownAlready();
        }

        _use.Enter();
        long next = _mayBeMoved ? Hold() : TStorage.ReadOwn(ref Own.Sequence);
        if (next >= Own.Reach && !CanRead(next) && !Extend(next))
        {
            LetGo(next);
            slots = default;
            _use.Leave();
            return false;
        }

        int available = (int)Math.Min(count, Own.Reach - next);
        ForgetLimit();
        slots = QueueCore<T, TStorage>.ToRead(ref _storage, next, available);
        Own.Held = TStorage.IsSegmented ? slots.Count : available;

        // Whoever reads on before the release looks closer, and is told.
        Own.Limit = 0;
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public void Release(int count)
    {
        if ((uint)count > (uint)Own.Held)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"From 0 to {Own.Held} messages can be released, as many as TryRead has shown.");
        }

        _use.Enter();
        Own.Held = 0;
        Advance(OwnPosition() + count);
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

            Own.Blocked++;
            await _waiter.SleepAsync(1, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until there is a message, by the queue's strategy.</summary>
    /// <returns>Whether there is one; false when there will be none any more.</returns>
    public bool WaitForMessage()
    {
        Own.Blocked++;
        bool hasMessage;
        while (!IsOver(out hasMessage))
        {
            _waiter.Wait(1, _core.Options.WaitStrategy);
        }

        return hasMessage;
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
            reader._behind = new Notifier<TStorage>(_core.Messages);
        }
    }

    /// <inheritdoc/>
    bool IWaitable.IsReady => IsOver(out bool _);

    /// <inheritdoc/>
    bool IWaitable.TryArm(Action wake) => _waiter.Arm(1, wake);

    /// <inheritdoc/>
    bool IWaitable.Disarm() => _waiter.Disarm();

    /// <summary>Says that it will read no more. The queue is completed after.</summary>
    /// <param name="failure">Why.</param>
    internal void Fail(Exception failure) => Volatile.Write(ref _failure, failure);

    /// <summary>Asks the thread that waits here to stop, or lets it wait again.</summary>
    /// <param name="value">Whether to stop.</param>
    internal void Interrupt(bool value)
    {
        Volatile.Write(ref _isInterrupted, value);
        _core.Messages.Notify();
    }

    /// <summary>Whether there are more messages than those that are shown.</summary>
    /// <param name="shown">How many are.</param>
    internal bool HasMoreThan(int shown)
    {
        long next = Sequence + shown;
        return (_marks is null ? Available() : _marks.EndOf<TStorage>(next, 1)) > next;
    }

    /// <summary>Whether there is a message, looking at the writer only when all that was known of was read.</summary>
    internal bool HasMessageAtHand() => Own.Reach > Sequence || HasMoreThan(0);

    /// <summary>Forgets what it knows of the writer, so that it sees all that is there when it next looks.</summary>
    internal void LookAnew()
    {
        Own.Limit = 0;
        Own.Reach = 0;
    }

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
        long published = TStorage.ReadAcquire(ref _core.Cursors[QueueCore<T, TStorage>.Writer].Sequence)
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

    private bool HasMessage() => Available() > OwnPosition();

    private long OwnPosition() => QueueCore<T, TStorage>.Position(TStorage.ReadOwn(ref Own.Sequence));

    // The first sequence that is not to be read yet, or that is not looked at.
    private long Available(long longest = Marks.Longest)
    {
        if (_marks is not null)
        {
            return _marks.EndOf<TStorage>(OwnPosition(), Math.Min(longest, _storage.Capacity));
        }

        long available = Cursor.Free;
        foreach (int index in _after)
        {
            // Pairs with the release in SingleWriter.Commit, or in Advance of the reader before this one.
            available = Math.Min(
                available, QueueCore<T, TStorage>.Position(TStorage.ReadAcquire(ref _core.Cursors[index].Sequence)));
        }

        return available;
    }

    private InvalidOperationException ShownAlready() =>
        new($"{Own.Held} messages are shown already: release them first.");

    // A quick look ahead, which leaves the rest to Extend.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool CanRead(long next)
    {
        // Pairs with the release in SingleWriter.TryPublish and Commit, or in Advance of the reader before this one.
        long reach = Own.Reach;
        if (Own.Held != 0)
        {
            return false;
        }

        if (reach <= next)
        {
            reach = TStorage.ReadAcquire(ref _ahead.Value.Sequence);
            if (reach <= next)
            {
                return false;
            }

            See(next, reach);
        }

        Step(next, reach);
        return true;
    }

    // A thorough look.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Extend(long next)
    {
        CheckAlive();
        if (!_isQuick && Available() is var reach && reach > next)
        {
            See(next, reach);
            Step(next, reach);
            return true;
        }

        Own.Rejected++;
        return false;
    }

    private void See(long next, long reach)
    {
        Own.Reach = reach;
        if (reach - next > Own.HighWater)
        {
            Own.HighWater = reach - next;
        }
    }

    // Goes a stride further in what it knows, and has what lies beyond fetched meanwhile: otherwise it would wait for each
    // line of messages by itself, when it comes there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(long next, long reach)
    {
        Own.Limit = Math.Min(reach, next + Stride);
        if (reach >= next + (2 * Stride))
        {
            _storage.Prefetch(next + Stride, Stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance(long to)
    {
        ref Cursor own = ref _own.Value;

        // Pairs with the acquire in QueueCore.Oldest: what was read here may be written over.
        TStorage.WriteRelease(ref own.Sequence, to);
        if (TStorage.ReadRelaxed(ref own.IsDead) != 0)
        {
            CheckAlive();
        }

        _behind.Notify();
    }

    private void CheckAlive()
    {
        if (TStorage.ReadRelaxed(ref Own.IsDead) != 0)
        {
            Own.Held = 0;
            _use.Leave();
            throw new ReaderDeadException();
        }
    }

    // In a queue that drops the oldest, a reader's cursor is its own only while it holds it.
    private long Hold()
    {
        long next = TStorage.ReadAcquire(ref Own.Sequence);
        while (true)
        {
            long seen = TStorage.CompareExchange(ref Own.Sequence, ~next, next);
            if (seen == next)
            {
                return next;
            }

            next = seen;
        }
    }

    // Nor does it know anything but what it holds; TryNext does not even begin with a limit of 0.
    private void ForgetLimit()
    {
        if (_mayBeMoved)
        {
            LookAnew();
        }
    }

    private void LetGo(long next)
    {
        if (_mayBeMoved)
        {
            TStorage.WriteRelease(ref Own.Sequence, next);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryNextSlowly(long next, out T message)
    {
        if (Own.Held != 0)
        {
            CheckAlive();
            _use.Leave();
            throw ShownAlready();
        }

        if (_mayBeMoved)
        {
            next = Hold();
        }

        bool isThere = Extend(next);
        if (isThere)
        {
            message = _storage.ToRead(next);
            Advance(next + 1);
        }
        else
        {
            LetGo(next);
            message = default!;
        }

        ForgetLimit();
        _use.Leave();
        return isThere;
    }
}
