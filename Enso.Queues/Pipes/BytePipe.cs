using System.IO.Pipelines;

namespace Enso.Queues;

/// <summary>A pipe of bytes with the two ends of <see cref="System.IO.Pipelines"/>, over a ring of fixed size: for
/// code that reads and writes by <see cref="PipeReader"/> and <see cref="PipeWriter"/>.</summary>
/// <remarks>It behaves as <see cref="Pipe"/> does, save for back pressure: a flush completes when all bytes are in
/// the ring, so it waits exactly when the ring is too full. What is written beyond the ring's room lies in an array
/// of the writer's until the flush.</remarks>
public sealed class BytePipe
{
    private readonly BytePipeState _state;

    /// <summary>Makes the pipe and both its ends.</summary>
    /// <param name="capacity">Bytes of the ring: a power of two.</param>
    public BytePipe(int capacity)
    {
        _state = new BytePipeState(capacity);
        Writer = new BytePipeWriter(_state);
        Reader = new BytePipeReader(_state);
    }

    /// <summary>The end at which bytes go in. One thread at a time may use it, save for cancelling.</summary>
    public PipeWriter Writer { get; }

    /// <summary>The end at which they come out. One thread at a time may use it, save for cancelling.</summary>
    public PipeReader Reader { get; }

    /// <summary>What can be seen of the pipe from outside.</summary>
    public QueueProperties Properties => _state.Link.Properties;

    /// <summary>Where the cursors stand, in bytes, as of about now.</summary>
    public QueueView View() => _state.Link.View();
}
