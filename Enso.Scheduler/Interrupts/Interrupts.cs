namespace Enso.Scheduler;

/// <summary>A core's interrupts and who serves them. All of it is the thread's that runs the core's reactor, save
/// <see cref="List"/>.</summary>
/// <remarks><para>The highest class goes first, but an interrupt rises while it waits at the head of its class,
/// so the lowest waits for a number of others that is known: see <see cref="Enso.Queues.Ageing"/>.</para>
/// <para>Invariants. A vector whose task has ended has no entry: the task's core says so at its end (<see
/// cref="Leave"/>). The line of a vector without an entry is masked, and nothing unmasks it but its
/// registration.</para></remarks>
public abstract class Interrupts
{
    private readonly InterruptEntry?[] _entries = new InterruptEntry?[InterruptLine.Vectors];

    private protected Interrupts(Reactor reactor) => Reactor = reactor;

    /// <summary>The core that they come to.</summary>
    public int Core => Reactor.Core;

    /// <summary>How many came that nobody has registered.</summary>
    public long Unexpected { get; private protected set; }

    /// <summary>Whether an interrupt waits, or a line that is held back.</summary>
    public abstract bool HasWork { get; }

    /// <summary>The core's reactor.</summary>
    private protected Reactor Reactor { get; }

    /// <summary>Serves a line by a handler on this core.</summary>
    /// <param name="line">The line.</param>
    /// <param name="handler">The handler; null for one whose coming is all there is to it, as with inter-processor
    /// interrupts that only end a sleep: it is counted, and does not end one by itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The line has a value that is not allowed, or is another
    /// core's to serve.</exception>
    /// <exception cref="InvalidOperationException">The vector is taken, here or, if it is a line's, by another
    /// core.</exception>
    public void Register(InterruptLine line, InterruptHandler? handler) => Register(line, handler, TaskId.None);

    /// <summary>Serves a line by a task, of whatever core, until the task ends: it is given a message of kind
    /// <see cref="MessageKind.Interrupt"/> (<see cref="Work.OnMessage"/>), and woken. Where the task is on
    /// another core, a level-triggered line stays masked until the task says <see
    /// cref="Reactor.CompleteInterrupt"/>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="ArgumentException">The task has ended.</exception>
    /// <exception cref="CoreHaltedException">The task's core has halted.</exception>
    /// <inheritdoc cref="Register(InterruptLine, InterruptHandler?)"/>
    public void Register(InterruptLine line, TaskId task)
    {
        Reactor.CheckServing(task);
        Register(line, null, task);
        Reactor.BeginServing(task, line.Vector);
    }

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
                    entry?.HeldUp ?? 0,
                    entry?.Latency));
            }
        }

        return views;
    }

    /// <summary>Lets a level-triggered line through again, if somebody serves it: what it asserts would come
    /// again and again where nobody does.</summary>
    /// <param name="vector">Its vector.</param>
    internal void Unmask(int vector)
    {
        if (_entries[vector] is not null)
        {
            Open(vector);
        }
    }

    /// <summary>Ends the serving of a vector by a task that has ended. Its line stays masked.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="task">The task; where another, or a handler, serves the vector by now, nothing happens.</param>
    internal void Leave(int vector, TaskId task)
    {
        if (_entries[vector] is { } entry && entry.Task == task)
        {
            Unregister(vector);
            Reactor.Log($"nobody serves interrupt {vector} '{entry.Line.Name}': task {task} has ended");
        }
    }

    /// <summary>Ends the serving of all vectors by tasks of a core that has halted.</summary>
    /// <param name="core">The core.</param>
    internal void LeaveAll(int core)
    {
        for (int vector = 0; vector < InterruptLine.Vectors; vector++)
        {
            if (_entries[vector] is { } entry && entry.Task != TaskId.None && entry.Task.Core == core)
            {
                Leave(vector, entry.Task);
            }
        }
    }

    /// <summary>Serves interrupts.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>How many, and lines that were held back.</returns>
    internal abstract int Poll(int most);

    private protected abstract void Open(int vector);

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
                entry.HeldUp++;
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
            Reactor.LogFailure($"the handler of interrupt {interrupt.Vector} '{entry.Line.Name}' failed", error);
        }
    }

    private void Register(InterruptLine line, InterruptHandler? handler, TaskId task)
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

        // It may refuse the line. What comes from here on waits in its ring: it is this thread that takes it out.
        Route(line, endsSleep: handler is not null || task != TaskId.None);
        Volatile.Write(ref _entries[line.Vector], new InterruptEntry(line) { Handler = handler, Task = task });
    }
}
