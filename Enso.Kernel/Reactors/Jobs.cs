using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>Tasks that can be started from the keyboard, to see how reactors treat them.</summary>
internal static class Jobs
{
    private const long NanosecondsInMillisecond = 1_000_000;

    // In a poll nobody interrupts a task: meanwhile its core does nothing else, and does not hear that the task is to
    // end.
    private const int MostBusy = 600_000;

    private const int MostChildren = 1000;

    /// <summary>What can be started: a name, what its number is of, and what it does.</summary>
    public static IReadOnlyList<Job> All { get; } =
    [
        new("count", "turns", "takes so many turns and ends", turns => new Counting(turns)),
        new("tick", "milliseconds", "wakes up so often, for ever", interval => new Ticking(interval)) { Least = 1 },
        new("busy", "milliseconds", "runs so long in one poll, which is named in the log", time => new Busy(time))
        {
            Most = MostBusy,
        },
        new("fail", "turns", "fails after so many turns", turns => new Failing(turns)),
        new("fork", "children", "starts so many children, which take 10 turns each, and waits for them",
            children => new Forking(children))
        {
            Most = MostChildren,
        },
    ];

    private abstract class Turns(int turns) : Work
    {
        private int _left = turns;

        protected override Poll Poll(in TaskContext context)
        {
            if (context.IsCancelled)
            {
                return Scheduler.Poll.End;
            }

            if (_left-- > 0)
            {
                return Scheduler.Poll.Yield;
            }

            Finish();
            return Scheduler.Poll.End;
        }

        protected virtual void Finish()
        {
        }
    }

    private sealed class Counting(int turns) : Turns(turns);

    private sealed class Failing(int turns) : Turns(turns)
    {
        protected override void Finish() => throw new InvalidOperationException("This task was asked to fail.");
    }

    private sealed class Ticking(int interval) : Work
    {
        private TimerHandle _timer;

        protected override Poll Poll(in TaskContext context)
        {
            if (context.IsCancelled)
            {
                context.Reactor.CancelTimer(_timer);
                return Scheduler.Poll.End;
            }

            if (_timer == default)
            {
                long step = interval * NanosecondsInMillisecond;
                _timer = context.Reactor.WakeAt(context.Id, context.Reactor.Now + step, step);
            }

            return Scheduler.Poll.Wait;
        }
    }

    private sealed class Busy(int time) : Work
    {
        protected override Poll Poll(in TaskContext context)
        {
            long end = context.Reactor.Now + (time * NanosecondsInMillisecond);
            while (context.Reactor.Now < end)
            {
                Thread.SpinWait(10);
            }

            return Scheduler.Poll.End;
        }
    }

    private sealed class Forking(int children) : Work
    {
        private const int TurnsOfChild = 10;

        private bool _hasBegun;

        protected override Poll Poll(in TaskContext context)
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                for (int i = 0; i < children; i++)
                {
                    context.Spawn(new Counting(TurnsOfChild), new TaskOptions { Name = $"child {i}" });
                }
            }

            return Scheduler.Poll.End;
        }
    }
}

/// <summary>A task that can be started from the keyboard.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What its number is of.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Make">Makes its work, with the number.</param>
internal sealed record Job(string Name, string Unit, string Summary, Func<int, Work> Make)
{
    /// <summary>The least that its number can be.</summary>
    public int Least { get; init; }

    /// <summary>The most.</summary>
    public int Most { get; init; } = 1_000_000_000;
}
