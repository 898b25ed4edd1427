namespace Enso.Scheduler;

/// <summary>Registration of interrupts at the core that serves them.</summary>
public static class RemoteInterrupts
{
    /// <summary>Serves a line by a handler on the line's core.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="line">The line.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="ArgumentOutOfRangeException">The line has a value that is not allowed.</exception>
    /// <exception cref="RemoteException">The core refused: it takes no interrupts, or the vector is
    /// taken.</exception>
    public static ReactorTask RegisterInterrupt(this TaskContext context, InterruptLine line, InterruptHandler handler)
    {
        ArgumentNullException.ThrowIfNull(line);
        line.Check();
        return context.ExecuteOn(CoreOf(context, line), reactor => reactor.GetInterrupts().Register(line, handler));
    }

    /// <summary>Serves a line by the task that asks, on the line's core, until the task ends.</summary>
    /// <param name="context">The task.</param>
    /// <param name="line">The line.</param>
    /// <inheritdoc cref="RegisterInterrupt(TaskContext, InterruptLine, InterruptHandler)"/>
    public static ReactorTask RegisterInterrupt(this TaskContext context, InterruptLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        line.Check();
        TaskId task = context.Id;
        int core = CoreOf(context, line);

        // Before it asks: if it ends while it waits for the answer, the other core is told of that after this.
        // One that is started in its place asks later still.
        context.Reactor.NoteLine(task, core, line.Vector);
        return context.ExecuteOn(core, reactor => reactor.GetInterrupts().Register(line, task));
    }

    private static int CoreOf(TaskContext context, InterruptLine line) =>
        line.CoreOrDefault(context.Reactor.Options, context.Reactor.Core);
}
