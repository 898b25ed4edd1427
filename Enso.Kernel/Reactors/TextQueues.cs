using Enso.Kernel.Shell;
using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>Queues of texts between cores, for people at the keyboard: made, read and written by the cores' reactors,
/// over their bus.</summary>
/// <param name="reactors">The reactors.</param>
internal sealed class TextQueues(MachineReactors reactors)
{
    /// <summary>The most messages that such a queue holds.</summary>
    public const int MaximumCapacity = 65_536;

    private const int MaximumReaders = 64;

    private readonly Lock _lock = new();

    // Guarded by _lock: the readers by core and name.
    private readonly Dictionary<(int Core, string Name), Reader<string, Vec<string>>> _readers = [];

    private NameTable Names => reactors.Names;

    /// <summary>Makes a queue.</summary>
    /// <param name="core">Its owner.</param>
    /// <param name="name">Its name.</param>
    /// <param name="capacity">How many messages it holds; a power of two.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CommandException">The name is taken, or too few cores answer.</exception>
    /// <exception cref="ArgumentException">The name or the capacity is not allowed.</exception>
    public void Publish(int core, string name, int capacity, CancellationToken cancellation)
    {
        NameTable.Check(name);
        Publication<string> queue = new(name, new QueueOptions
        {
            Capacity = capacity,
            MaximumReaders = MaximumReaders,
            FullPolicy = FullPolicy.Reject,
        });
        lock (_lock)
        {
            NameResult result = reactors.Run(0, caller => Publish(caller, core, queue), cancellation);
            switch (result.Status)
            {
                case NameStatus.Taken:
                    throw new CommandException(
                        $"'{name}' is a {NameKinds.Describe(result.Holder.Kind)} of core {result.Holder.Core} "
                        + "already; use another name");
                case NameStatus.Unavailable:
                    throw new CommandException(
                        $"too few cores answer to agree on '{name}' now: it is published once they do");
            }
        }
    }

    /// <summary>Adds a reader, of which each core has at most one.</summary>
    /// <param name="core">The reader's core.</param>
    /// <param name="name">The queue.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CommandException">There is no such queue, or the core reads it.</exception>
    public void Subscribe(int core, string name, CancellationToken cancellation)
    {
        lock (_lock)
        {
            NameEntry queue = reactors.Run(core, caller => Find(caller, name), cancellation);
            if (_readers.ContainsKey((core, name)))
            {
                throw new CommandException($"core {core} reads '{name}' already");
            }

            _readers.Add((core, name), reactors.Run(
                core, caller => caller.SubscribeTo<string>(queue.Core, (int)queue.Id), cancellation));
        }
    }

    /// <summary>Publishes a text.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="CommandException">There is no such queue, or it is full.</exception>
    public void Send(string name, string text, CancellationToken cancellation)
    {
        (bool IsSent, long Depth)? sent = reactors.Run(
            0,
            async caller =>
            {
                NameEntry found = await Find(caller, name);
                (bool IsSent, long Depth)? sent = null;
                await caller.ExecuteOn(found.Core, owner =>
                {
                    if (owner.PublicationAt(found.Id) is Publication<string> queue)
                    {
                        sent = (queue.Writer.TryPublish(text), queue.Properties.Depth);
                    }
                });
                return sent;
            },
            cancellation);
        if (sent is not { } result)
        {
            // Its publisher has given up the name meanwhile.
            throw Unknown(name);
        }

        if (!result.IsSent)
        {
            throw new CommandException($"'{name}' is full: its slowest reader has {result.Depth} messages to read");
        }
    }

    /// <summary>Takes the next text at a core.</summary>
    /// <param name="core">The reader's core.</param>
    /// <param name="name">The queue.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The text; null when there is none.</returns>
    /// <exception cref="CommandException">There is no such queue, or the core does not read it.</exception>
    public string? Receive(int core, string name, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_readers.TryGetValue((core, name), out Reader<string, Vec<string>>? reader))
            {
                _ = reactors.Run(core, caller => Find(caller, name), cancellation);
                throw new CommandException(
                    $"core {core} does not read '{name}'; use 'subscribe {core} {name}' first");
            }

            return reactors.Ask(core, _ => reader.TryNext(out string message) ? message : null, cancellation);
        }
    }

    // The queue is there before its name is, so that whoever finds the name finds the queue. One that does not get
    // its name is taken back, for nobody would ever find it.
    private async ReactorTask<NameResult> Publish(TaskContext caller, int core, Publication<string> queue)
    {
        NameResult known = await Names.Find(caller, queue.Name);
        if (known.Status == NameStatus.Found)
        {
            return known with { Status = NameStatus.Taken };
        }

        NameEntry? entry = null;
        try
        {
            entry = new NameEntry(core, NameKinds.Queue, await caller.PublishOn(core, queue));
            NameResult result = await Names.Register(caller, queue.Name, entry.Value);
            if (result.Status == NameStatus.Taken)
            {
                await Withdraw(caller, core, queue);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            // What was asked for stays under way, and this comes behind it: a core's proposals keep their order, and
            // so do messages between two cores. Where nothing can be agreed on the name may be registered yet.
            if (entry is not { } proposed
                || (await Names.Release(caller, queue.Name, proposed)).Status != NameStatus.Unavailable)
            {
                await Withdraw(caller, core, queue);
            }

            throw;
        }
    }

    private static ReactorTask Withdraw(TaskContext caller, int core, IPublication queue) =>
        caller.ExecuteOn(core, owner => owner.Withdraw(queue));

    private static CommandException Unknown(string name) =>
        new($"'{name}' is no queue; 'names' lists them, and 'publish' makes one");

    private async ReactorTask<NameEntry> Find(TaskContext caller, string name)
    {
        if (!Names.TryResolve(caller.Reactor, name, out NameEntry entry))
        {
            // It may have been published on another core a moment ago.
            NameResult found = await Names.Find(caller, name);
            entry = found.Status switch
            {
                NameStatus.Found => found.Holder,
                NameStatus.Unavailable => throw new CommandException(
                    $"'{name}' is not known on core {caller.Id.Core}, and too few cores answer to be asked"),
                _ => throw Unknown(name),
            };
        }

        return entry.Kind == NameKinds.Queue
            ? entry
            : throw new CommandException($"'{name}' is no queue but a {NameKinds.Describe(entry.Kind)}");
    }
}
