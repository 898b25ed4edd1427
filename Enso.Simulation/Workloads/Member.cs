using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>A core's copy of the map that all cores agree on: carries its messages, and proposes changes when it is woken.
/// </summary>
/// <param name="world">Where it is noted.</param>
/// <param name="core">The core.</param>
internal sealed class Member(World world, int core) : Work
{
    // Long beside stalls, full rings and those who run first: with a shorter one the reminders fill the rings.
    private const long Timeout = 20_000_000;
    private const int Keys = 5;
    private const int MostPending = 8;

    private readonly ReplicatedMap<int, long> _map = new(
        core, new AgreementOptions { Cores = world.Cores, Timeout = Timeout, MaximumPending = MostPending });

    private readonly SortedDictionary<int, long> _content = [];
    private Message? _unsent;
    private long _told;
    private bool _hasTimer;
    private long _due;

    /// <summary>How many rounds its copy has been through, and what is in it.</summary>
    public string Content
    {
        get
        {
            _content.Clear();
            foreach ((int key, long value) in _map)
            {
                _content[key] = value;
            }

            return $"{_map.Version}: {string.Join(", ", _content)}";
        }
    }

    /// <inheritdoc/>
    protected internal override void OnMessage(in TaskContext context, in Message message)
    {
        if (message.Payload is AgreementMessage agreement)
        {
            _map.Receive(message.From, in agreement);
        }
        else
        {
            Propose();
        }
    }

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context)
    {
        if (context.IsCancelled)
        {
            return Enso.Scheduler.Poll.End;
        }

        world.Spend();
        _hasTimer &= context.Reactor.Now < _due;
        _map.Tick(context.Reactor.Now);
        TakeOutcomes();
        if (!Send(context.Reactor))
        {
            return Enso.Scheduler.Poll.Yield;
        }

        if (_map.NeedsTime && !_hasTimer)
        {
            _hasTimer = true;
            _due = context.Reactor.Now + (Timeout / 8);
            context.Reactor.WakeAt(context.Id, _due);
        }

        return Enso.Scheduler.Poll.Wait;
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome)
    {
        // What has come and was not looked at yet.
        TakeOutcomes();
        for (int pending = _map.Pending; pending > 0; pending--)
        {
            world.Proposals.Abandon();
        }
    }

    private void Propose()
    {
        int key = world.Random.Next(Keys);
        long value = world.Random.Next(100);
        Change<int, long> change = world.Random.Next(4) switch
        {
            0 => Change<int, long>.Put(key, value),
            1 => Change<int, long>.PutIfAbsent(key, value),
            2 => Change<int, long>.CompareAndPut(key, value, world.Random.Next(100)),
            _ => Change<int, long>.Remove(key),
        };
        if (_map.TryPropose(in change, out _))
        {
            world.Proposals.Begin();
        }
    }

    private void TakeOutcomes()
    {
        while (_map.TryTakeOutcome(out Outcome<long> outcome))
        {
            world.Proposals.Finish();
            if (outcome.Proposal != ++_told)
            {
                world.Accuse($"core {core} is told of proposal {outcome.Proposal} and waits for {_told}");
            }
        }

        while (_map.TryTakeEvent(out AgreementEvent happened))
        {
            world.Note(core, Act.Agree, (long)happened.Kind, happened.Core);
        }
    }

    private bool Send(Reactor reactor)
    {
        while (true)
        {
            if (_unsent is { } message)
            {
                if (!reactor.TrySend(message))
                {
                    return false;
                }

                _unsent = null;
            }

            if (!_map.TryTake(out int to, out AgreementMessage agreement))
            {
                return true;
            }

            _unsent = new Message
            {
                Kind = MessageKind.User, To = to, Target = world.MemberOf(to), Payload = agreement,
            };
        }
    }
}
