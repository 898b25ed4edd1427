namespace Enso.Queues;

/// <summary>The end of a pipe at which records go in. One thread at a time may use it.</summary>
/// <remarks>A record is claimed, written where it lies, and committed. Where a pipe has several writers, one of them
/// at a time has claimed records: the others wait at a lock until it has published or abandoned them, on the thread
/// that claimed them.</remarks>
/// <typeparam name="TStorage">Where the bytes lie.</typeparam>
public sealed class FrameWriter<TStorage>
    where TStorage : struct, IStorage<byte, TStorage>
{
    private readonly SingleWriter<byte, TStorage> _writer;
    private readonly QueueCore<byte, TStorage> _core;
    private readonly FrameLayout<TStorage> _layout;
    private readonly Lock? _lock;
    private readonly Waiter<TStorage> _waiter;

    // From the writer's sequence on: finished frames that are not published, what is left out, the claimed frame.
    private int _staged;
    private int _padding;
    private int _size;
    private int _length = -1;

    /// <summary>Makes one.</summary>
    /// <param name="writer">The queue's writer.</param>
    /// <param name="layout">The ring.</param>
    /// <param name="gate">The lock that several writers share; null for a single one.</param>
    internal FrameWriter(SingleWriter<byte, TStorage> writer, FrameLayout<TStorage> layout, Lock? gate = null)
    {
        _writer = writer;
        _core = writer.Core;
        _layout = layout;
        _lock = gate;
        _waiter = new Waiter<TStorage>(_core.Room, HasRoom);
    }

    /// <summary>The longest record that the pipe takes, in bytes.</summary>
    public int MaximumLength => _layout.MaximumLength;

    private long Sequence => TStorage.ReadOwn(ref _core.Cursors[QueueCore<byte, TStorage>.Writer].Sequence);

    private bool HoldsAny => _staged != 0 || _length >= 0;

    /// <summary>Takes room for a record, if there is; it never waits, save for another writer's claim.</summary>
    /// <param name="length">The most bytes that it may take, from 0 to <see cref="MaximumLength"/>.</param>
    /// <param name="record">As many contiguous bytes, with what was there before; they begin at a multiple of
    /// 8.</param>
    /// <returns>Whether there is room. Records that are staged need a <see cref="Flush"/> to make room.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The pipe takes no record of this length.</exception>
    /// <exception cref="InvalidOperationException">A record is claimed already.</exception>
    /// <exception cref="QueueCompletedException">The pipe is completed.</exception>
    public bool TryClaim(int length, out Span<byte> record)
    {
        CheckClaim(length);
        Enter();
        bool isClaimed = false;
        try
        {
            isClaimed = TryTake(length, out record);
        }
        finally
        {
            if (!isClaimed)
            {
                Leave();
            }
        }

        return isClaimed;
    }

    /// <summary>The same by the pipe's policy: it waits for room, or is turned away. Records that are staged are
    /// published before it waits.</summary>
    /// <param name="length">The most bytes that it may take, from 0 to <see cref="MaximumLength"/>.</param>
    /// <param name="record">As many contiguous bytes.</param>
    /// <returns>Whether there is room; false only where the policy is <see cref="FullPolicy.Reject"/>.</returns>
    /// <exception cref="QueueCompletedException">The pipe is completed, or was while this waited.</exception>
    public bool Claim(int length, out Span<byte> record)
    {
        while (!TryClaim(length, out record))
        {
            if (_core.Options.FullPolicy == FullPolicy.Reject)
            {
                return false;
            }

            Flush();
            CountBlocked();
            _waiter.Wait(length, _core.Options.WaitStrategy);
        }

        return true;
    }

    /// <summary>Waits until a record can be claimed, and gives up its thread meanwhile. Records that are staged are
    /// published before it waits.</summary>
    /// <param name="length">The record's length.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there was room; false only where the policy is <see cref="FullPolicy.Reject"/>. Another
    /// writer may take it before. A completed pipe has room: claiming says that it is completed.</returns>
    public async ValueTask<bool> WaitForRoomAsync(int length, CancellationToken cancellationToken = default)
    {
        CheckClaim(length);
        while (!HasRoom(length))
        {
            if (_core.Options.FullPolicy == FullPolicy.Reject)
            {
                return false;
            }

            Flush();
            CountBlocked();
            await _waiter.SleepAsync(length, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Finishes the claimed record and publishes it, with all that are staged.</summary>
    /// <param name="length">Its length; what was claimed beyond is given back.</param>
    public void Commit(int length)
    {
        Stage(length);
        Flush();
    }

    /// <summary>Finishes the claimed record, to be published together with later ones.</summary>
    /// <param name="length">Its length; what was claimed beyond is given back.</param>
    /// <exception cref="InvalidOperationException">Nothing is claimed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than what was claimed.</exception>
    public void Stage(int length)
    {
        CheckClaimed();
        if ((uint)length > (uint)_length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"From 0 to {_length} bytes, as many as were claimed.");
        }

        long frame = Sequence + _staged;
        if (_padding != 0)
        {
            FrameHeader.WritePadding(_layout.Storage.ToWrite(frame, _padding));
        }

        FrameHeader.Write(_layout.Storage.ToWrite(frame + _padding, _size), length);
        _staged += _padding + FrameHeader.SizeFor(length);
        _length = -1;
    }

    /// <summary>Gives back the claimed record; those that are staged stay.</summary>
    /// <exception cref="InvalidOperationException">Nothing is claimed.</exception>
    public void Abandon()
    {
        CheckClaimed();
        _length = -1;
        if (_staged == 0)
        {
            _writer.Commit(0);
            Leave();
        }
    }

    /// <summary>Publishes the records that are staged: readers see all of them at once.</summary>
    /// <exception cref="InvalidOperationException">A record is claimed and not finished.</exception>
    public void Flush()
    {
        if (_length >= 0)
        {
            throw new InvalidOperationException("A record is claimed: stage, commit or abandon it first.");
        }

        if (_staged != 0)
        {
            _writer.Commit(_staged);
            _staged = 0;
            Leave();
        }
    }

    /// <summary>Publishes a copy of a record by the pipe's policy: it waits for room, or is turned away.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Whether it was taken; false only where the policy is <see cref="FullPolicy.Reject"/>.</returns>
    public bool Write(ReadOnlySpan<byte> record)
    {
        if (!Claim(record.Length, out Span<byte> place))
        {
            return false;
        }

        record.CopyTo(place);
        Commit(record.Length);
        return true;
    }

    /// <summary>The same, if there is room; it never waits, save for another writer's claim.</summary>
    /// <param name="record">The record.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryWrite(ReadOnlySpan<byte> record)
    {
        if (!TryClaim(record.Length, out Span<byte> place))
        {
            return false;
        }

        record.CopyTo(place);
        Commit(record.Length);
        return true;
    }

    /// <summary>The same as <see cref="Write"/>, and gives up its thread while it waits.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the waiting; the record is not published then.</param>
    /// <returns>Whether it was taken.</returns>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
    {
        while (!TryWrite(record.Span))
        {
            if (!await WaitForRoomAsync(record.Length, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Says that no more will come; what is staged is published, what is claimed is given back.</summary>
    /// <param name="error">Why, when it is for an error: readers find it in their exception.</param>
    public void Complete(Exception? error = null)
    {
        if (_length >= 0)
        {
            Abandon();
        }

        Flush();
        Enter();
        _writer.Complete(error);
        Leave();
    }

    // What is staged is claimed again with the new frame. It is given back only when that succeeds for certain.
    private bool TryTake(int length, out Span<byte> record)
    {
        record = default;
        int size = FrameHeader.SizeFor(length);
        int padding = _layout.PaddingFor(Sequence + _staged, size);
        long total = (long)_staged + padding + size;
        if (total > _layout.Capacity || (_staged != 0 && !_writer.HasRoom((int)total)))
        {
            return false;
        }

        if (_staged != 0)
        {
            _writer.Commit(0);
        }

        if (!_writer.TryClaim((int)total, out _))
        {
            return false;
        }

        record = _layout.Storage.ToWrite(Sequence + _staged + padding, size).Slice(FrameHeader.Bytes, length);
        _padding = padding;
        _size = size;
        _length = length;
        return true;
    }

    // Under the lock: the answer is of where the writers stand. What this end has staged counts as taken.
    private bool HasRoom(int length)
    {
        Enter();
        int size = FrameHeader.SizeFor(length);
        long total = (long)_staged + _layout.PaddingFor(Sequence + _staged, size) + size;
        bool hasRoom = total <= _layout.Capacity && _writer.HasRoom((int)total);
        Leave();
        return hasRoom;
    }

    private void CountBlocked() =>
        Interlocked.Increment(ref _core.Cursors[QueueCore<byte, TStorage>.Writer].Blocked);

    // An end that holds records has the lock.
    private void Enter()
    {
        if (!HoldsAny)
        {
            _lock?.Enter();
        }
    }

    private void Leave()
    {
        if (!HoldsAny)
        {
            _lock?.Exit();
        }
    }

    private void CheckClaimed()
    {
        if (_length < 0)
        {
            throw new InvalidOperationException("Nothing is claimed: this follows a claim that returned true.");
        }
    }

    private void CheckClaim(int length)
    {
        if (_length >= 0)
        {
            throw new InvalidOperationException("A record is claimed already: commit it first.");
        }

        if ((uint)length > (uint)MaximumLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                length,
                $"A record has from 0 to {MaximumLength} bytes in a pipe of {_layout.Capacity} bytes.");
        }
    }
}
