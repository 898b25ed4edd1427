namespace Enso.Scheduler;

/// <content>What the core does that coordinates: one round after another.</content>
public sealed partial class ReplicatedMap<TKey, TValue>
{
    private const long NotAsked = -1;

    // Each core's request that waits for a round: a core has one under way at a time.
    private readonly Request<TKey, TValue>?[] _pending;

    // Since when each core owes an answer.
    private readonly long[] _askedAt;
    private Request<TKey, TValue>[]? _round;
    private ulong _votes;
    private long _remindedAt;

    private bool IsWaitingForCores =>
        _round is not null || _silent != 0 || Array.Exists(_askedAt, since => since != NotAsked);

    private void Accept(Request<TKey, TValue> request)
    {
        if (_role != Role.Coordinator)
        {
            return;
        }

        if (!_state.Has(request))
        {
            if (_pending[request.Core] is not { } other || other.First < request.First)
            {
                _pending[request.Core] = request;
            }

            StartNext();
        }
        else if (request.Core != _core)
        {
            // It has missed the outcome: its answer will show how much.
            Ask(request.Core, AgreementKind.Ask);
        }
    }

    // A round for all that wait, in the order of the cores.
    private void StartNext()
    {
        if (_round is not null)
        {
            return;
        }

        List<Request<TKey, TValue>> batch = [];
        for (int core = 0; core < _cores; core++)
        {
            if (_pending[core] is { } request && !_state.Has(request))
            {
                batch.Add(request);
            }

            _pending[core] = null;
        }

        if (batch.Count > 0)
        {
            Start([.. batch]);
        }
    }

    private void Start(Request<TKey, TValue>[] batch)
    {
        _round = batch;
        _votes = Self;
        _prepared = batch;
        _preparedView = _view;
        for (int core = 0; core < _cores; core++)
        {
            if (core != _core && (_silent >> core & 1) == 0)
            {
                Ask(core, AgreementKind.Prepare);
            }
        }

        _remindedAt = _now;
        TryCommit();
    }

    private void Ask(int core, AgreementKind kind)
    {
        bool isPrepare = kind == AgreementKind.Prepare;
        Send(core, new AgreementMessage
        {
            Kind = kind,
            View = _view,
            Number = isPrepare ? _state.Number + 1 : _state.Number,
            Silent = _silent,
            Declared = _declared,
            Payload = isPrepare ? _round : null,
        });
        if (_askedAt[core] == NotAsked)
        {
            _askedAt[core] = _now;
        }
    }

    // A vote, or how far a core is: both say what is true for ever, so it does not matter how late they are.
    private void ReceiveAnswer(int from, in AgreementMessage message)
    {
        if (_role != Role.Coordinator || message.View != _view)
        {
            return;
        }

        // One that has not heard yet who is silent is asked again.
        if (message.Declared == _declared)
        {
            _askedAt[from] = NotAsked;
        }

        bool isVote = message.Kind == AgreementKind.Vote;
        long number = isVote ? message.Number - 1 : message.Number;
        if (number < _state.Number)
        {
            if (!isVote)
            {
                BringUpToDate(from, number);
            }

            return;
        }

        bool wasSilent = (_silent >> from & 1) != 0;
        if (wasSilent)
        {
            Declare(_silent & ~(1UL << from));
        }

        if (_round is null)
        {
            return;
        }

        // One that is beyond has committed this very round under an earlier coordinator.
        if (isVote || number > _state.Number)
        {
            _votes |= 1UL << from;
            TryCommit();
        }
        else if (wasSilent)
        {
            Ask(from, AgreementKind.Prepare);
        }
    }

    private void BringUpToDate(int core, long number)
    {
        bool hasMissedOne = number == _state.Number - 1 && _last is not null;
        Send(core, new AgreementMessage
        {
            Kind = hasMissedOne ? AgreementKind.Commit : AgreementKind.Snapshot,
            View = _view,
            Number = _state.Number,
            Silent = _silent,
            Declared = _declared,
            Payload = hasMissedOne ? _last : _state.Copy(),
        });
    }

    private void TryCommit()
    {
        if (_round is null || !_rule.MayCommit(_votes, All & ~_silent, _cores))
        {
            return;
        }

        AgreementMessage commit = new()
        {
            Kind = AgreementKind.Commit,
            View = _view,
            Number = _state.Number + 1,
            Silent = _silent,
            Declared = _declared,
            Payload = _round,
        };
        for (int core = 0; core < _cores; core++)
        {
            if (core != _core && (_silent >> core & 1) == 0)
            {
                Send(core, commit);
            }
        }

        if (_silent == 0)
        {
            Trust();
        }

        Request<TKey, TValue>[] batch = _round;
        _round = null;
        Apply(batch);
        Settle();
        StartNext();
    }

    private void TickAsCoordinator(bool isHeldBack)
    {
        ulong silent = _silent;
        for (int core = 0; core < _cores; core++)
        {
            if (_askedAt[core] != NotAsked && _now - _askedAt[core] > Timeout)
            {
                silent |= 1UL << core;
                _askedAt[core] = NotAsked;
            }
        }

        Declare(silent);
        TryCommit();
        if (IsWaitingForCores && !isHeldBack && _now - _remindedAt >= Interval)
        {
            _remindedAt = _now;
            Remind();
        }
    }

    // Says to all that answer who does not.
    private void Declare(ulong silent)
    {
        if (silent == _silent)
        {
            return;
        }

        LearnSilent(silent);
        _declared++;
        for (int core = 0; core < _cores; core++)
        {
            if (core != _core && (_silent >> core & 1) == 0)
            {
                Ask(core, AgreementKind.Ask);
            }
        }
    }

    // Who is silent is asked to come back; who owes something is asked again, since messages to a core that does
    // not run may be lost; and in a round that takes long those who have voted hear that they still have a
    // coordinator.
    private void Remind()
    {
        for (int core = 0; core < _cores; core++)
        {
            bool isSilent = (_silent >> core & 1) != 0;
            if (core == _core || !(isSilent || _round is not null || _askedAt[core] != NotAsked))
            {
                continue;
            }

            bool owesVote = _round is not null && !isSilent && (_votes >> core & 1) == 0;
            Ask(core, owesVote ? AgreementKind.Prepare : AgreementKind.Ask);
            if (isSilent)
            {
                _askedAt[core] = NotAsked;
            }
        }
    }

    private void ForgiveAll()
    {
        for (int core = 0; core < _cores; core++)
        {
            _askedAt[core] = _askedAt[core] == NotAsked ? NotAsked : _now;
        }
    }
}
