using System.Runtime.ExceptionServices;
using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The messages of a queue one by one, for a task. A class, since its task goes on between them; one for
/// each loop.
/// </summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class MessageEnumerator<T>
{
    private readonly TaskReader<T> _reader;
    private T _current = default!;

    internal MessageEnumerator(TaskReader<T> reader) => _reader = reader;

    /// <summary>The message that it is at.</summary>
    public T Current => _current;

    /// <summary>Goes to the next message; waits for it.</summary>
    /// <returns>Whether there is one.</returns>
    public async ReactorTask<bool> MoveNextAsync()
    {
        IQueueReader<T> reader = _reader.Reader;
        while (!reader.TryNext(out _current))
        {
            if (reader.IsCompleted)
            {
                if (ReaderAdapters.ErrorOf(reader) is { } error)
                {
                    ExceptionDispatchInfo.Throw(error);
                }

                return false;
            }

            await _reader.Ready();
        }

        return true;
    }
}
