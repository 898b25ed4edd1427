namespace Enso.Scheduler;

/// <summary>Registration of interrupts at the core that serves them.</summary>
public static class RemoteInterrupts
{
    /// <summary>Serves a line by a handler on the line's core.</summary>
    /// <param name="context">The task that asks.</param>
    /// <param name="line">The line.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="RemoteException">The core refused: it takes no interrupts, the vector is taken, or the line
    /// has a value
    /// that is not allowed.</exception>
    public static ReactorTask RegisterInterrupt(this TaskContext context, InterruptLine line, InterruptHandler handler)
    {
        ArgumentNullException.ThrowIfNull(line);
        return context.ExecuteOn(CoreOf(context, line), reactor => reactor.GetInterrupts().Register(line, handler));
    }

    /// <summary>Serves a line by the task that asks, on the line's core.</summary>
    /// <param name="context">The task.</param>
    /// <param name="line">The line.</param>
    /// <inheritdoc cref="RegisterInterrupt(TaskContext, InterruptLine, InterruptHandler)"/>
    public static ReactorTask RegisterInterrupt(this TaskContext context, InterruptLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        TaskId task = context.Id;
        return context.ExecuteOn(CoreOf(context, line), reactor => reactor.GetInterrupts().Register(line, task));
    }

    private static int CoreOf(TaskContext context, InterruptLine line) =>
        line.CoreOrDefault(context.Reactor.Options, context.Reactor.Core);
}
