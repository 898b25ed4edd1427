namespace Enso.Scheduler;

/// <summary>A core's interrupts and who serves them. All of it is the thread's that runs the core's reactor, save
/// <see cref="List"/>.</summary>
/// <remarks>The highest class goes first, but an interrupt rises while it waits at the head of its class, so the
/// lowest waits
/// for a number of others that is known: see <see cref="Enso.Queues.Ageing"/>.</remarks>
public abstract class Interrupts
{
    private readonly InterruptEntry?[] _entries = new InterruptEntry?[InterruptLine.Vectors];

    private protected Interrupts(Reactor reactor) => Reactor = reactor;

    /// <summary>The core that they come to.</summary>
    public int Core => Reactor.Core;

    /// <summary>How many came that nobody has registered.</summary>
    public long Unexpected { get; private protected set; }

    /// <summary>How often serving stopped for a turn because the core's ring had no room for an interrupt whose task
    /// is on
    /// another core.</summary>
    public long HeldUp { get; private protected set; }

    /// <summary>Whether an interrupt waits, or a line that is held back.</summary>
    public abstract bool HasWork { get; }

    /// <summary>The core's reactor.</summary>
    private protected Reactor Reactor { get; }

    /// <summary>Serves a line by a handler on this core.</summary>
    /// <param name="line">The line.</param>
    /// <param name="handler">The handler; null for one whose coming is all there is to it, as with inter-processor
    /// interrupts that only end a sleep: it is counted, and does not end one by itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The line has a value that is not allowed, or another core
    /// serves it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The vector is taken.</exception>
    public void Register(InterruptLine line, InterruptHandler? handler) =>
        Register(line, entry => entry.Handler = handler);

    /// <summary>Serves a line by a task, of whatever core: it is given a message of kind
    /// <see cref="MessageKind.Interrupt"/> (<see cref="Work.OnMessage"/>), and woken. Where the task is on another
    /// core, a
    /// level-triggered line stays masked until the task says <see cref="Reactor.CompleteInterrupt"/>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="task">The task.</param>
    /// <inheritdoc cref="Register(InterruptLine, InterruptHandler?)"/>
    public void Register(InterruptLine line, TaskId task) => Register(line, entry => entry.Task = task);

    /// <summary>Ends the serving of a vector: what has come and was not served is counted as
    /// unexpected.</summary>
    /// <param name="vector">The vector.</param>
    /// <returns>Whether it was served.</returns>
    public bool Unregister(int vector)
    {
        bool wasServed = _entries[vector] is not null;
        if (wasServed)
        {
            Unroute(vector);
            Volatile.Write(ref _entries[vector], null);
        }

        return wasServed;
    }

    /// <summary>All vectors that are served or have come. Any thread may call it.</summary>
    public IReadOnlyList<InterruptView> List()
    {
        List<InterruptView> views = [];
        for (int vector = 0; vector < InterruptLine.Vectors; vector++)
        {
            InterruptEntry? entry = Volatile.Read(ref _entries[vector]);
            InterruptCounts counts = CountsOf(vector);
            if (entry is not null || counts.Raised != 0)
            {
                InterruptLine line = entry?.Line ?? new InterruptLine { Name = "", Vector = vector };
                views.Add(new InterruptView(
                    Reactor.Core,
                    vector,
                    line.ClassOrDefault,
                    entry?.Line.Name,
                    counts,
                    entry?.Served ?? 0,
                    entry?.Failed ?? 0,
                    entry?.Latency));
            }
        }

        return views;
    }

    /// <summary>Lets a level-triggered line through again.</summary>
    /// <param name="vector">Its vector.</param>
    internal abstract void Unmask(int vector);

    /// <summary>Serves interrupts.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>How many, and lines that were held back.</returns>
    internal abstract int Poll(int most);

    private protected abstract void Route(InterruptLine line, bool endsSleep);

    private protected abstract void Unroute(int vector);

    private protected abstract InterruptCounts CountsOf(int vector);

    /// <summary>Hands an interrupt to who serves it.</summary>
    /// <param name="interrupt">The interrupt.</param>
    /// <returns>Whether it is served; false when there is no room on the core's ring for now.</returns>
    private protected bool TryServe(in InterruptEvent interrupt)
    {
        InterruptEntry? entry = _entries[interrupt.Vector];
        if (entry is null)
        {
            Unexpected++;
            return true;
        }

        long start = Reactor.Now;
        bool isDone = true;
        if (entry.Task != TaskId.None)
        {
            if (!Reactor.TryDeliver(entry.Task, in interrupt))
            {
                HeldUp++;
                return false;
            }

            isDone = entry.Task.Core == Reactor.Core;
        }
        else if (entry.Handler is { } handler)
        {
            Handle(entry, handler, in interrupt);
        }

        entry.Latency.Add(start - interrupt.Time);
        entry.Served++;
        Reactor.NoteInterrupt(start, entry.Line);
        if (entry.Line.IsLevel && isDone)
        {
            Unmask(interrupt.Vector);
        }

        return true;
    }

    private void Handle(InterruptEntry entry, InterruptHandler handler, in InterruptEvent interrupt)
    {
        try
        {
            handler(Reactor, in interrupt);
        }
        catch (Exception error)
        {
            // The device goes on: the next interrupt is served as if nothing had been.
            entry.Failed++;
            Reactor.Report($"the handler of interrupt {interrupt.Vector} '{entry.Line.Name}' failed: {error}");
        }
    }

    private void Register(InterruptLine line, Action<InterruptEntry> serve)
    {
        ArgumentNullException.ThrowIfNull(line);
        line.Check();
        int core = line.CoreOrDefault(Reactor.Options, Reactor.Core);
        if (core != Reactor.Core)
        {
            throw new ArgumentOutOfRangeException(
                nameof(line), core, $"'{line.Name}' is served by core {core}: register it there (RegisterInterrupt).");
        }

        if (_entries[line.Vector] is { } taken)
        {
            throw new InvalidOperationException($"Vector {line.Vector} is served as '{taken.Line.Name}' already.");
        }

        InterruptEntry entry = new(line);
        serve(entry);
        Volatile.Write(ref _entries[line.Vector], entry);
        Route(line, endsSleep: entry.Handler is not null || entry.Task != TaskId.None);
    }
}
