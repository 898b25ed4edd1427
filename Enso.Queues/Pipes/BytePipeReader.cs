using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Enso.Queues;

/// <summary>The end of a <see cref="BytePipe"/> at which bytes come out.</summary>
/// <param name="state">The pipe.</param>
internal sealed class BytePipeReader(BytePipeState state) : PipeReader
{
    private readonly Reader<byte, Mirrored<byte>> _reader = state.Link.Reader;
    private readonly Waiter _waiter = new(state.Core.Messages.Remove<Mirrored<byte>>);
    private readonly Segment _first = new();
    private readonly Segment _second = new();

    private ReadOnlySequence<byte> _buffer;
    private bool _isShowing;
    private Reading _reading;

    // Up to which sequence bytes were examined: only what comes after ends a waiting.
    private long _examined;
    private bool _isDone;
    private int _isCancelled;

    // A cancelled read may be followed by another without advancing.
    private enum Reading
    {
        No,
        Tentative,
        Yes,
    }

    private long Available => _reader.Sequence + _reader.Depth;

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        CheckReading();

        if (!IsOver())
        {
            result = default;
            return false;
        }

        result = Show();
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        CheckReading();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ReadResult>(cancellationToken)
            : IsOver() ? new ValueTask<ReadResult>(Show()) : ReadSlowly(cancellationToken);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_reading == Reading.No || _isDone)
        {
            throw new InvalidOperationException("Nothing is being read: advancing follows a read.");
        }

        // Both are checked before anything changes.
        int consumedBytes = OffsetOf(consumed);
        int examinedBytes = OffsetOf(examined);
        if (consumedBytes > examinedBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(consumed), "No more can be consumed than was examined.");
        }

        if (_reader.Sequence + examinedBytes < _examined)
        {
            throw new InvalidOperationException("What was examined before cannot be unexamined.");
        }

        _examined = _reader.Sequence + examinedBytes;
        _reading = Reading.No;
        Hide(consumedBytes);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        Interlocked.Exchange(ref _isCancelled, 1);
        state.Core.Messages.Notify<Mirrored<byte>>();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        Hide(0);
        state.CompleteReader(exception);
    }

    private async ValueTask<ReadResult> ReadSlowly(CancellationToken cancellationToken)
    {
        while (!IsOver())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _waiter.PrepareTask();
            state.Core.Messages.Add<Mirrored<byte>>(_waiter);
            if (!IsOver() || !state.Core.Messages.Remove<Mirrored<byte>>(_waiter))
            {
                await _waiter.AsTask(cancellationToken).ConfigureAwait(false);
            }
        }

        return Show();
    }

    private bool IsOver() =>
        Volatile.Read(ref _isCancelled) != 0 || state.Core.HasEnded || Available > _examined;

    private ReadResult Show()
    {
        // In this order: what is published before the end is seen.
        bool hasEnded = state.Core.HasEnded;
        if (hasEnded && state.WriterError is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        bool isCancelled = Interlocked.Exchange(ref _isCancelled, 0) != 0;
        Hide(0);

        // The queue's reader looks at the writer only where it has come to what it knew; here all is wanted.
        state.Core.Cursors[_reader.Index].Limit = 0;
        _isShowing = _reader.TryRead(state.Capacity, out Slots<byte> shown);
        _buffer = _isShowing ? Sequence(_reader.Sequence, shown.Count) : ReadOnlySequence<byte>.Empty;
        _reading = isCancelled ? Reading.Tentative : Reading.Yes;
        return new ReadResult(_buffer, isCancelled, hasEnded);
    }

    private void Hide(int consumed)
    {
        _buffer = default;
        if (_isShowing)
        {
            _isShowing = false;
            _reader.Release(consumed);
        }
    }

    private ReadOnlySequence<byte> Sequence(long sequence, int count)
    {
        Memory<byte> run = state.Ring.Run(sequence, count);
        if (run.Length == count)
        {
            return new ReadOnlySequence<byte>(run);
        }

        _second.Set(state.Ring.Run(sequence + run.Length, count - run.Length), run.Length, next: null);
        _first.Set(run, 0, _second);
        return new ReadOnlySequence<byte>(_first, 0, _second, _second.Memory.Length);
    }

    private int OffsetOf(SequencePosition position) =>
        position.GetObject() is null ? 0 : (int)_buffer.Slice(0, position).Length;

    private void CheckReading()
    {
        if (_isDone)
        {
            throw new InvalidOperationException("Reading is not allowed after the reader was completed.");
        }

        if (_reading == Reading.Yes)
        {
            throw new InvalidOperationException("Reading is already in progress: call AdvanceTo first.");
        }
    }

    // Used anew by each read: what was shown is not valid any more when it has been advanced over.
    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public void Set(ReadOnlyMemory<byte> memory, long index, Segment? next)
        {
            Memory = memory;
            RunningIndex = index;
            Next = next;
        }
    }
}
