using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>A supervisor's child: runs for a while, waits for a timer now and then, and may fail.</summary>
internal sealed class Pupil : Work
{
    private readonly World _world;
    private int _left;

    /// <summary>Makes it.</summary>
    /// <param name="world">Where it is noted.</param>
    public Pupil(World world)
    {
        _world = world;
        _left = world.Random.Next(8);
    }

    /// <summary>How it ended; null while it has not.</summary>
    public TaskOutcome? Outcome { get; private set; }

    /// <summary>Whether it ever ran.</summary>
    public bool HasBegun { get; private set; }

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context)
    {
        if (Outcome is not null)
        {
            _world.Accuse($"task {context.Id} runs after its end");
        }

        if (!HasBegun)
        {
            HasBegun = true;
            _world.Works.Begin();
        }

        _world.Spend();
        if (context.IsCancelled)
        {
            return _world.Random.Next(3) == 0 ? throw new WorkloadFailure() : Enso.Scheduler.Poll.End;
        }

        switch (_world.Random.Next(10))
        {
            case 0:
                throw new WorkloadFailure();
            case < 4:
                context.Reactor.WakeAt(context.Id, context.Reactor.Now + _world.Random.NextInt64(30_000));
                return Enso.Scheduler.Poll.Wait;
            default:
                return _left-- <= 0 ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Yield;
        }
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome)
    {
        if (Outcome is not null)
        {
            _world.Accuse("a task has ended twice");
        }

        Outcome = outcome;
        if (HasBegun)
        {
            _world.Works.Finish();
        }
    }
}
