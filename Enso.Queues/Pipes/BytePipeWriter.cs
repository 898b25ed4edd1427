using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Enso.Queues;

/// <summary>The end of a <see cref="BytePipe"/> at which bytes go in.</summary>
/// <param name="state">The pipe.</param>
internal sealed class BytePipeWriter(BytePipeState state) : PipeWriter
{
    private const int SmallestOverflow = 4096;

    private readonly SingleWriter<byte, Mirrored<byte>> _writer = state.Link.Writer;
    private readonly Waiter _waiter = new(state.Core.Room.Remove<Mirrored<byte>>);

    // Bytes written in the ring behind the writer's sequence, and those after them that had no room there.
    private int _inRing;
    private byte[] _overflow = [];
    private int _overflowing;

    // What may still be advanced, of the memory that was given out last.
    private int _given;
    private bool _isGivenInRing;
    private bool _isDone;
    private int _isCancelled;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => (long)_inRing + _overflowing;

    private long Sequence => state.Core.Cursors[QueueCore<byte, Mirrored<byte>>.Writer].Sequence;

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
            Memory<byte> run = state.Ring.Run(next, (int)(state.Core.Oldest() + state.Capacity - next));
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
        state.Core.Room.Notify<Mirrored<byte>>();
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

        Publish();
        if (_overflowing != 0 && exception is null && !state.IsReaderDone)
        {
            throw new InvalidOperationException(
                $"{_overflowing} bytes have no room in the pipe: await FlushAsync first, or use CompleteAsync.");
        }

        _isDone = true;
        _given = 0;
        _overflowing = 0;
        state.WriterError = exception;
        _writer.Complete(exception);
    }

    /// <inheritdoc/>
    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        while (!_isDone && exception is null && UnflushedBytes != 0 && !state.IsReaderDone)
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
            cancellationToken.ThrowIfCancellationRequested();
            _waiter.PrepareTask();
            state.Core.Room.Add<Mirrored<byte>>(_waiter);
            if (!IsOver() || !state.Core.Room.Remove<Mirrored<byte>>(_waiter))
            {
                await _waiter.AsTask(cancellationToken).ConfigureAwait(false);
            }
        }

        return result;
    }

    private bool IsOver() => Volatile.Read(ref _isCancelled) != 0 || state.IsReaderDone || _writer.HasRoom(1);

    private bool TryFlush(out FlushResult result)
    {
        _given = 0;
        bool isReaderDone = state.IsReaderDone;
        if (isReaderDone)
        {
            if (state.ReaderError is { } error)
            {
                ExceptionDispatchInfo.Throw(error);
            }

            // Nobody will read them.
            _inRing = 0;
            _overflowing = 0;
        }

        Publish();
        bool isCancelled = Interlocked.Exchange(ref _isCancelled, 0) != 0;
        result = new FlushResult(isCancelled, isReaderDone);
        return isCancelled || _overflowing == 0;
    }

    // As much as there is room for.
    private void Publish()
    {
        Commit(_inRing);
        _inRing = 0;
        int moved = 0;
        while (moved < _overflowing)
        {
            long next = Sequence;
            int count = (int)Math.Min(_overflowing - moved, state.Core.Oldest() + state.Capacity - next);
            if (count == 0)
            {
                break;
            }

            Memory<byte> run = state.Ring.Run(next, count);
            _overflow.AsSpan(moved, run.Length).CopyTo(run.Span);
            Commit(run.Length);
            moved += run.Length;
        }

        if (moved != 0)
        {
            _overflow.AsSpan(moved, _overflowing - moved).CopyTo(_overflow);
            _overflowing -= moved;
        }
    }

    private void Commit(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (!_writer.TryClaim(count, out _))
        {
            throw new InvalidOperationException("BUG: room in the ring that was free is not.");
        }

        _writer.Commit();
    }

    private void CheckOpen()
    {
        if (_isDone)
        {
            throw new InvalidOperationException("Writing is not allowed after the writer was completed.");
        }
    }
}
