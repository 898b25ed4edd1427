using Enso.Queues;

namespace Enso.Scheduler;

/// <content>Interrupts: served before all else, within a quantum.</content>
public abstract partial class Reactor
{
    // How many quanta a core serves in a turn that is there for interrupts.
    private const int DedicatedQuanta = 16;

    /// <summary>The core's interrupts; null where it takes none.</summary>
    public Interrupts? Interrupts { get; private set; }

    /// <summary>Whether an interrupt waits to be served.</summary>
    internal bool HasInterrupts => Interrupts is { HasWork: true };

    /// <summary>Has the core serve interrupts, the highest class first; one at the head of a lower class rises by
    /// a class for each <paramref name="step"/> that are served before it, so that the lowest waits for
    /// <c>15*step + 15</c> others at most. Called before the reactor runs, or on its thread.</summary>
    /// <typeparam name="TSource">Where they come from.</typeparam>
    /// <param name="source">Where they come from.</param>
    /// <param name="step">After how many interrupts a waiting one rises by a class; at least 1.</param>
    /// <returns>The core's interrupts.</returns>
    /// <exception cref="InvalidOperationException">It has some.</exception>
    public Interrupts<TSource, Enso.Queues.Ageing> AddInterrupts<TSource>(TSource source, int step = 16)
        where TSource : struct, IInterruptSource =>
            AddInterrupts(source, new Enso.Queues.Ageing(step));

    /// <summary>The same with another order.</summary>
    /// <typeparam name="TSource">Where they come from.</typeparam>
    /// <typeparam name="TSelection">How the next class is chosen.</typeparam>
    /// <param name="source">Where they come from.</param>
    /// <param name="selection">How the next class is chosen.</param>
    /// <returns>The core's interrupts.</returns>
    /// <exception cref="InvalidOperationException">It has some.</exception>
    public Interrupts<TSource, TSelection> AddInterrupts<TSource, TSelection>(TSource source, TSelection selection)
        where TSource : struct, IInterruptSource
        where TSelection : struct, ISelection
    {
        if (Interrupts is not null)
        {
            throw new InvalidOperationException($"Core {Core} has a source of interrupts already.");
        }

        Interrupts<TSource, TSelection> interrupts = new(this, source, selection);
        Interrupts = interrupts;
        return interrupts;
    }

    /// <summary>Says that a task has served a level-triggered interrupt that came to another core: its line is
    /// let through again, if the vector is still served.</summary>
    /// <param name="core">The core that the interrupt came to: the message's <see cref="Message.From"/>.</param>
    /// <param name="vector">The vector: its <see cref="Message.Detail"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core or vector.</exception>
    public void CompleteInterrupt(int core, int vector)
    {
        Cluster.CheckCore(core);
        if (vector is < 0 or >= InterruptLine.Vectors)
        {
            throw new ArgumentOutOfRangeException(
                nameof(vector), vector, $"Vectors are from 0 to {InterruptLine.Vectors - 1}.");
        }

        if (core == Core)
        {
            GetInterrupts().Unmask(vector);
            return;
        }

        // One for each interrupt that was taken, so they are as many as lines.
        Send(new Message { Kind = MessageKind.Unmask, To = core, Value = vector });
    }

    /// <summary>The core's interrupts.</summary>
    /// <exception cref="InvalidOperationException">It takes none.</exception>
    internal Interrupts GetInterrupts() =>
        Interrupts ?? throw new InvalidOperationException($"Core {Core} takes no interrupts: it was given no source of them.");

    /// <summary>Gives a task an interrupt.</summary>
    /// <param name="task">The task, on whatever core.</param>
    /// <param name="interrupt">The interrupt.</param>
    /// <returns>Whether it was given; false when the core's ring is full. One of another core that has ended
    /// meanwhile has it too: that core says so.</returns>
    internal bool TryDeliver(TaskId task, in InterruptEvent interrupt)
    {
        Message message = new()
        {
            Kind = MessageKind.Interrupt,
            From = Core,
            To = task.Core,
            Target = task,
            Value = interrupt.Data,
            Detail = interrupt.Vector,
        };
        if (task.Core != Core)
        {
            return TrySend(message);
        }

        if (Find(task) is { State: not TaskState.Ending } node)
        {
            Deliver(node, in message);
        }

        return true;
    }

    /// <summary>Refuses a task that can serve no interrupts.</summary>
    /// <param name="task">The task, of whatever core.</param>
    internal void CheckServing(TaskId task)
    {
        Cluster.CheckCore(task.Core);
        if (Cluster.HasHalted(task.Core))
        {
            throw new CoreHaltedException(task.Core);
        }

        if (task.Core == Core && Find(task) is null or { State: TaskState.Ending })
        {
            throw new ArgumentException($"Task {task} has ended: it can serve no interrupts.", nameof(task));
        }
    }

    /// <summary>Has a task's core know that it serves a vector of this core.</summary>
    /// <param name="task">The task.</param>
    /// <param name="vector">The vector.</param>
    internal void BeginServing(TaskId task, int vector)
    {
        if (task.Core == Core)
        {
            NoteLine(task, Core, vector);
            return;
        }

        Send(new Message { Kind = MessageKind.ServeInterrupt, To = task.Core, Target = task, Value = vector });
    }

    /// <summary>Notes that a task of this core serves a vector until it ends; if it has ended, that is now.</summary>
    /// <param name="task">The task.</param>
    /// <param name="core">The core that the vector comes to.</param>
    /// <param name="vector">The vector.</param>
    internal void NoteLine(TaskId task, int core, int vector)
    {
        Cluster.CheckCore(core);
        if (Find(task) is not { State: not TaskState.Ending } node)
        {
            LeaveLine(task, core, vector);
            return;
        }

        node.Lines ??= [];
        if (!node.Lines.Contains((core, vector)))
        {
            node.Lines.Add((core, vector));
        }
    }

    // Nobody is there any more for what a task has served.
    private void LeaveLines(TaskNode node, List<(int Core, int Vector)> lines)
    {
        node.Lines = null;
        TaskId task = IdOf(node);
        foreach ((int core, int vector) in lines)
        {
            LeaveLine(task, core, vector);
        }
    }

    private void LeaveLine(TaskId task, int core, int vector)
    {
        if (core == Core)
        {
            Interrupts?.Leave(vector, task);
            return;
        }

        // One for each line of a task, so they are as many as lines.
        Send(new Message { Kind = MessageKind.LeaveInterrupt, To = core, Sender = task, Value = vector });
    }

    /// <summary>Notes in the trace that an interrupt was served.</summary>
    /// <param name="start">Since when.</param>
    /// <param name="line">Its line.</param>
    internal void NoteInterrupt(long start, InterruptLine line) => Tracing?.Add(
        new TraceEvent(TraceKind.Interrupt, start, Now - start, TaskId.None, line.Name, line.Vector));

    /// <summary>Serves interrupts.</summary>
    /// <returns>How many.</returns>
    private protected int PollInterrupts() => Interrupts is { HasWork: true } interrupts
        ? interrupts.Poll(Core == Options.InterruptCore ? Quanta.Interrupts * DedicatedQuanta : Quanta.Interrupts)
        : 0;
}
