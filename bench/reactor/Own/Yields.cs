using Enso.Scheduler;

namespace ReactorBench;

/// <summary>Tasks that do nothing but let one another run.</summary>
internal sealed class WorkYields : OneCore
{
    private readonly Yielder[] _yielders;

    /// <summary>Makes them.</summary>
    /// <param name="tasks">How many.</param>
    public WorkYields(int tasks)
    {
        _yielders = new Yielder[tasks];
        for (int i = 0; i < tasks; i++)
        {
            _yielders[i] = new Yielder();
        }
    }

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
        foreach (Yielder yielder in _yielders)
        {
            yielder.Left = count / _yielders.Length;
            Reactor.Spawn(yielder);
        }
    }

    private sealed class Yielder : Work
    {
        public int Left;

        protected override Poll Poll(in TaskContext context) =>
            --Left > 0 ? Enso.Scheduler.Poll.Yield : Enso.Scheduler.Poll.End;
    }
}

/// <summary>The same as <c>async</c> methods.</summary>
/// <param name="tasks">How many.</param>
internal sealed class AsyncYields(int tasks) : OneCore
{
    /// <inheritdoc/>
    protected override void Begin(int count)
    {
        for (int i = 0; i < tasks; i++)
        {
            Reactor.Spawn(Yield(Reactor.Current, count / tasks));
        }
    }

    private static async ReactorTask Yield(TaskContext context, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await context.Yield();
        }
    }
}
