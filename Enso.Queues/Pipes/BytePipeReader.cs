using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Enso.Queues;

/// <summary>The end of a <see cref="BytePipe"/> at which bytes come out.</summary>
internal sealed class BytePipeReader : PipeReader
{
    private readonly BytePipeState _state;
    private readonly Reader<byte, Mirrored<byte>> _reader;
    private readonly Waiter<Mirrored<byte>> _waiter;
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

    /// <summary>Makes it.</summary>
    /// <param name="state">The pipe.</param>
    public BytePipeReader(BytePipeState state)
    {
        _state = state;
        _reader = state.Link.Reader;
        _waiter = new Waiter<Mirrored<byte>>(state.Core.Messages, _ => IsOver());
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
        _state.Core.Messages.Notify();
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
        _state.CompleteReader(exception);
    }

    private async ValueTask<ReadResult> ReadSlowly(CancellationToken cancellationToken)
    {
        while (!IsOver())
        {
            await _waiter.SleepAsync(1, cancellationToken).ConfigureAwait(false);
        }

        return Show();
    }

    private bool IsOver() =>
        Volatile.Read(ref _isCancelled) != 0 || _state.Core.HasEnded || Available > _examined;

    private ReadResult Show()
    {
        // In this order: what is published before the end is seen.
        bool hasEnded = _state.Core.HasEnded;
        if (hasEnded && _state.WriterError is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        bool isCancelled = Interlocked.Exchange(ref _isCancelled, 0) != 0;
        Hide(0);

        // The queue's reader looks at the writer only where it has come to what it knew; here all is wanted.
        _reader.LookAnew();
        _isShowing = _reader.TryRead(_state.Capacity, out Slots<byte> shown);
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
        Memory<byte> run = _state.Ring.Run(sequence, count);
        if (run.Length == count)
        {
            return new ReadOnlySequence<byte>(run);
        }

        _second.Set(_state.Ring.Run(sequence + run.Length, count - run.Length), run.Length, next: null);
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
