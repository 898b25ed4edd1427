using Enso.Scheduler;

namespace ReactorBench;

/// <summary>Two tasks that wake each other in turn: an operation is there and back.</summary>
internal sealed class WorkPingPong : OneCore
{
    private readonly Player _first = new();
    private readonly Player _second = new();

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
        (_first.Left, _second.Left) = (count, count);
        _second.Other = Reactor.Spawn(_first);
        _first.Other = Reactor.Spawn(_second);
        _second.IsWaiting = true;
    }

    private sealed class Player : Work
    {
        public TaskId Other;
        public int Left;
        public bool IsWaiting;

        protected override Poll Poll(in TaskContext context)
        {
            if (IsWaiting)
            {
                IsWaiting = false;
                return Enso.Scheduler.Poll.Wait;
            }

            context.Reactor.Wake(Other);
            return --Left > 0 ? Enso.Scheduler.Poll.Wait : Enso.Scheduler.Poll.End;
        }
    }
}

/// <summary>The same as <c>async</c> methods.</summary>
internal sealed class AsyncPingPong : OneCore
{
    private TaskId _first;
    private TaskId _second;

    /// <inheritdoc/>
    protected override void Begin(int count)
    {
        _first = Reactor.Spawn(Ask(Reactor.Current, count));
        _second = Reactor.Spawn(Answer(Reactor.Current, count));
    }

    private async ReactorTask Ask(TaskContext context, int count)
    {
        for (int i = 0; i < count; i++)
        {
            context.Reactor.Wake(_second);
            await context.Woken();
        }
    }

    private async ReactorTask Answer(TaskContext context, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await context.Woken();
            context.Reactor.Wake(_first);
        }
    }
}
