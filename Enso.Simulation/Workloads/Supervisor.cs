using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Starts children that fail, and looks that each comes to its end in the end.</summary>
internal sealed class Supervisor : Work
{
    private const int MostChildren = 4;

    private readonly World _world;
    private readonly RestartStrategy _strategy;
    private readonly List<Pupil?> _pupils = [];
    private int _toStart;
    private bool _isFull;
    private bool _hasBegun;

    /// <summary>Makes it.</summary>
    /// <param name="world">Where it is noted.</param>
    /// <param name="strategy">What becomes of children that fail.</param>
    public Supervisor(World world, RestartStrategy strategy)
    {
        _world = world;
        _strategy = strategy;
        _toStart = 1 + world.Random.Next(MostChildren);
    }

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context)
    {
        if (!_hasBegun)
        {
            // Not before: a core that is full makes the work, and no task of it.
            _hasBegun = true;
            _world.Works.Begin();
        }

        _world.Spend();

        // Not all at once: some begin while others are being started again.
        while (_toStart > 0 && !context.IsCancelled)
        {
            _toStart--;
            Start(in context);
            if (_world.Random.Next(2) == 0)
            {
                return Enso.Scheduler.Poll.Yield;
            }
        }

        if (context.IsCancelled)
        {
            return Enso.Scheduler.Poll.End;
        }

        if (context.Children != 0)
        {
            return Enso.Scheduler.Poll.Wait;
        }

        if (_strategy != RestartStrategy.None && !_isFull
            && _pupils.FirstOrDefault(pupil => pupil is { Outcome: not TaskOutcome.Completed }) is { } unfinished)
        {
            _world.Accuse($"supervisor {context.Id} ({_strategy}) has no child any more, and one has {unfinished.Outcome}");
        }

        return Enso.Scheduler.Poll.End;
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome)
    {
        if (_hasBegun)
        {
            _world.Works.Finish();
        }

        if (_pupils.Any(pupil => pupil is { Outcome: null, HasBegun: true }))
        {
            _world.Accuse("a supervisor has ended before its children");
        }
    }

    private void Start(in TaskContext context)
    {
        int place = _pupils.Count;
        _pupils.Add(null);
        try
        {
            context.Supervise(() => Make(place), _world.Terms());
        }
        catch (TaskLimitException)
        {
            // Its work was made, and never was a task.
            _pupils[place] = null;
            _isFull = true;
        }
    }

    private Pupil Make(int place)
    {
        if (_pupils[place] is { Outcome: null, HasBegun: true })
        {
            _world.Accuse($"a supervisor's child {place} is started again before it has ended");
        }

        Pupil pupil = new(_world);
        _pupils[place] = pupil;
        return pupil;
    }
}
