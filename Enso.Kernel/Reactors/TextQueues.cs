using Enso.Kernel.Shell;
using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>Queues of texts between cores, for people at the keyboard: made, read and written by the cores' reactors, over their
/// bus.</summary>
internal static class TextQueues
{
    /// <summary>The most messages that such a queue holds.</summary>
    public const int MaximumCapacity = 65_536;

    private const int MaximumReaders = 64;

    private static readonly Lock s_lock = new();

    // Guarded by s_lock. The queues by name, and the readers by core and name.
    private static readonly Dictionary<string, (int Core, int Number, Publication<string> Queue)> s_queues = [];
    private static readonly Dictionary<(int Core, string Name), Reader<string, Vec<string>>> s_readers = [];

    /// <summary>Makes a queue.</summary>
    /// <param name="core">Its owner.</param>
    /// <param name="name">Its name.</param>
    /// <param name="capacity">How many messages it holds; a power of two.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CommandException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The capacity is not allowed.</exception>
    public static void Publish(int core, string name, int capacity, CancellationToken cancellation)
    {
        lock (s_lock)
        {
            if (s_queues.TryGetValue(name, out (int Core, int Number, Publication<string> Queue) taken))
            {
                throw new CommandException($"'{name}' is a queue of core {taken.Core} already; use another name");
            }

            Publication<string> queue = new(name, new QueueOptions
            {
                Capacity = capacity,
                MaximumReaders = MaximumReaders,
                FullPolicy = FullPolicy.Reject,
            });
            int number = MachineReactors.Instance.Run(0, caller => caller.PublishOn(core, queue), cancellation);
            s_queues.Add(name, (core, number, queue));
        }
    }

    /// <summary>Adds a reader, of which each core has at most one.</summary>
    /// <param name="core">The reader's core.</param>
    /// <param name="name">The queue.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CommandException">There is no such queue, or the core reads it.</exception>
    public static void Subscribe(int core, string name, CancellationToken cancellation)
    {
        lock (s_lock)
        {
            (int owner, int number, _) = Find(name);
            if (s_readers.ContainsKey((core, name)))
            {
                throw new CommandException($"core {core} reads '{name}' already");
            }

            s_readers.Add((core, name), MachineReactors.Instance.Run(
                core, caller => caller.SubscribeTo<string>(owner, number), cancellation));
        }
    }

    /// <summary>Publishes a text.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CommandException">There is no such queue, or it is full.</exception>
    public static void Send(string name, string text, CancellationToken cancellation)
    {
        lock (s_lock)
        {
            (int owner, _, Publication<string> queue) = Find(name);
            bool isSent = MachineReactors.Instance.Run(
                0,
                async caller =>
                {
                    bool isTaken = false;
                    await caller.ExecuteOn(owner, _ => isTaken = queue.Writer.TryPublish(text));
                    return isTaken;
                },
                cancellation);
            if (!isSent)
            {
                throw new CommandException(
                    $"'{name}' is full: its slowest reader has {queue.Properties.Depth} messages to read");
            }
        }
    }

    /// <summary>Takes the next text at a core.</summary>
    /// <param name="core">The reader's core.</param>
    /// <param name="name">The queue.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The text; null when there is none.</returns>
    /// <exception cref="CommandException">There is no such queue, or the core does not read it.</exception>
    public static string? Receive(int core, string name, CancellationToken cancellation)
    {
        lock (s_lock)
        {
            _ = Find(name);
            if (!s_readers.TryGetValue((core, name), out Reader<string, Vec<string>>? reader))
            {
                throw new CommandException($"core {core} does not read '{name}'; use 'subscribe {core} {name}' first");
            }

            return MachineReactors.Instance.Run(
                0,
                async caller =>
                {
                    string? text = null;
                    await caller.ExecuteOn(core, _ => text = reader.TryNext(out string message) ? message : null);
                    return text;
                },
                cancellation);
        }
    }

    private static (int Core, int Number, Publication<string> Queue) Find(string name) =>
        s_queues.TryGetValue(name, out (int Core, int Number, Publication<string> Queue) found)
            ? found
            : throw new CommandException($"'{name}' is no queue; 'queues' lists them, and 'publish' makes one");
}
