using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enso.Queues;

/// <summary>The machine of a queue's reader that is pulled: a pull takes a message from the queue, and waits for one by
/// the queue's strategy. It ends when the queue is completed and everything was read, by the queue's error if it was
/// completed with one.</summary>
/// <typeparam name="T">What comes out.</typeparam>
public struct ReaderMachine<T> : IStreamMachine<T>
{
    private readonly IQueueReader<T> _reader;
    private bool _ended;

    internal ReaderMachine(IQueueReader<T> reader) => _reader = reader;

    /// <inheritdoc/>
    public static bool IsEndless => false;

    /// <summary>False: copies take from the same queue.</summary>
    public static bool IsPersistent => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message) => _reader.TryNext(out message) || TryWait(out message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryWait([MaybeNullWhen(false)] out T message)
    {
        if (!_ended)
        {
            try
            {
                message = _reader.Next();
                return true;
            }
            catch (QueueCompletedException end)
            {
                if (end.InnerException is { } error)
                {
                    ExceptionDispatchInfo.Throw(error);
                }

                _ended = true;
            }
        }

        message = default;
        return false;
    }
}
