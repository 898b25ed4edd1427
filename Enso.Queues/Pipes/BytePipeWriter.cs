using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Enso.Queues;

/// <summary>The end of a <see cref="BytePipe"/> at which bytes go in.</summary>
internal sealed class BytePipeWriter : PipeWriter
{
    private const int SmallestOverflow = 4096;

    private readonly BytePipeState _state;
    private readonly SingleWriter<byte, Mirrored<byte>> _writer;
    private readonly Waiter<Mirrored<byte>> _waiter;

    // Bytes written in the ring behind the writer's sequence, and those after them that had no room there.
    private int _inRing;
    private byte[] _overflow = [];
    private int _overflowing;

    // What may still be advanced, of the memory that was given out last.
    private int _given;
    private bool _isGivenInRing;
    private bool _isDone;
    private int _isCancelled;

    /// <summary>Makes it.</summary>
    /// <param name="state">The pipe.</param>
    public BytePipeWriter(BytePipeState state)
    {
        _state = state;
        _writer = state.Link.Writer;
        _waiter = new Waiter<Mirrored<byte>>(state.Core.Room, _ => IsOver());
    }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => (long)_inRing + _overflowing;

    private long Sequence => _state.Core.Cursors[QueueCore<byte, Mirrored<byte>>.Writer].Sequence;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        CheckOpen();
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        int wanted = Math.Max(1, sizeHint);
        if (_overflowing == 0)
        {
            // Nobody else writes, so what is free now stays so until it is claimed by the flush.
            long next = Sequence + _inRing;
            Memory<byte> run = _state.Ring.Run(next, (int)(_state.Core.Oldest() + _state.Capacity - next));
            if (run.Length >= wanted)
            {
                _given = run.Length;
                _isGivenInRing = true;
                return run;
            }
        }

        if (_overflow.Length - _overflowing < wanted)
        {
            long size = Math.Max(Math.Max(SmallestOverflow, 2L * _overflow.Length), (long)_overflowing + wanted);
            Array.Resize(ref _overflow, (int)Math.Max(Math.Min(size, Array.MaxLength), (long)_overflowing + wanted));
        }

        _given = _overflow.Length - _overflowing;
        _isGivenInRing = false;
        return _overflow.AsMemory(_overflowing);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        if ((uint)bytes > (uint)_given)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bytes), bytes, $"From 0 to {_given} bytes, as many as are left of the memory given out.");
        }

        _given -= bytes;
        if (_isGivenInRing)
        {
            _inRing += bytes;
        }
        else
        {
            _overflowing += bytes;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Allowed after completion too, as in <see cref="Pipe"/>: nothing is left then.</remarks>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<FlushResult>(cancellationToken)
            : TryFlush(out FlushResult result) ? new ValueTask<FlushResult>(result) : FlushSlowly(cancellationToken);

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        Interlocked.Exchange(ref _isCancelled, 1);
        _state.Core.Room.Notify();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Bytes are left for which the ring has no room: nobody would ever
    /// read them. <see cref="CompleteAsync"/> waits for room.</exception>
    public override void Complete(Exception? exception = null)
    {
        if (_isDone)
        {
            return;
        }

        FillRing();
        if (_overflowing != 0 && exception is null && !_state.IsReaderDone)
        {
            Commit();
            throw new InvalidOperationException(
                $"{_overflowing} bytes have no room in the pipe: await FlushAsync first, or use CompleteAsync.");
        }

        _isDone = true;
        _given = 0;
        _overflowing = 0;
        _state.WriterError = exception;
        if (TryClaimFilled())
        {
            _writer.CommitAndComplete(exception);
        }
        else
        {
            _writer.Complete(exception);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        while (!_isDone && exception is null && UnflushedBytes != 0 && !_state.IsReaderDone)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        Complete(exception);
    }

    private async ValueTask<FlushResult> FlushSlowly(CancellationToken cancellationToken)
    {
        FlushResult result;
        while (!TryFlush(out result))
        {
            await _waiter.SleepAsync(1, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private bool IsOver() => Volatile.Read(ref _isCancelled) != 0 || _state.IsReaderDone || _writer.HasRoom(1);

    private bool TryFlush(out FlushResult result)
    {
        _given = 0;
        bool isReaderDone = _state.IsReaderDone;
        if (isReaderDone)
        {
            if (_state.ReaderError is { } error)
            {
                ExceptionDispatchInfo.Throw(error);
            }

            // Nobody will read them.
            _inRing = 0;
            _overflowing = 0;
        }

        FillRing();
        Commit();
        bool isCancelled = Interlocked.Exchange(ref _isCancelled, 0) != 0;
        result = new FlushResult(isCancelled, isReaderDone);
        return isCancelled || _overflowing == 0;
    }

    // As much as there is room for, before it is published at once: a reader that waits is woken for all of it.
    private void FillRing()
    {
        int moved = 0;
        while (moved < _overflowing)
        {
            long next = Sequence + _inRing;
            int count = (int)Math.Min(_overflowing - moved, _state.Core.Oldest() + _state.Capacity - next);
            if (count == 0)
            {
                break;
            }

            Memory<byte> run = _state.Ring.Run(next, count);
            _overflow.AsSpan(moved, run.Length).CopyTo(run.Span);
            _inRing += run.Length;
            moved += run.Length;
        }

        if (moved != 0)
        {
            _overflow.AsSpan(moved, _overflowing - moved).CopyTo(_overflow);
            _overflowing -= moved;
        }
    }

    private void Commit()
    {
        if (TryClaimFilled())
        {
            _writer.Commit();
        }
    }

    // Takes the places in the ring that are written already.
    private bool TryClaimFilled()
    {
        if (_inRing == 0)
        {
            return false;
        }

        if (!_writer.TryClaim(_inRing, out _))
        {
            throw new InvalidOperationException("BUG: room in the ring that was free is not.");
        }

        _inRing = 0;
        return true;
    }

    private void CheckOpen()
    {
        if (_isDone)
        {
            throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        }
    }
}
