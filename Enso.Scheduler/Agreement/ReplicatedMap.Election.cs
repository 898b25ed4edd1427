namespace Enso.Scheduler;

/// <content>How another core takes over from a coordinator that is silent.</content>
public sealed partial class ReplicatedMap<TKey, TValue>
{
    private ulong _promises;

    // Of what is prepared for the next round by those who have promised, that of the latest view: it may be
    // committed.
    private Request<TKey, TValue>[]? _inherited;
    private long _inheritedView;

    // The next core after the coordinator first, so that two seldom try at the same time.
    private long Patience
    {
        get
        {
            int before = 0;
            for (int core = (Coordinator + 1) % _cores; core != _core; core = (core + 1) % _cores)
            {
                before += (int)(~_silent >> core & 1);
            }

            return Timeout + (before * Timeout / 2);
        }
    }

    private void TickAsFollower(bool isHeldBack)
    {
        if (!NeedsTime)
        {
            _heardAt = _now;
            return;
        }

        if (_now - _heardAt > Patience)
        {
            Elect(isHeldBack);
        }
        else if (!isHeldBack && _now - _requestedAt >= Interval)
        {
            SendRequest();
        }
    }

    private void Elect(bool isHeldBack)
    {
        if (_role == Role.Candidate)
        {
            LoseQuorum();
            Doubt();
        }

        if (isHeldBack)
        {
            // What would make it coordinator could reach nobody.
            _heardAt = _now;
            return;
        }

        // The next view that is this core's.
        _view += 1 + ((_core - (_view + 1)) % _cores + _cores) % _cores;
        _role = Role.Candidate;
        _heardAt = _now;
        _promises = Self;
        _inherited = _prepared;
        _inheritedView = _preparedView;
        for (int core = 0; core < _cores; core++)
        {
            if (core != _core)
            {
                Send(core, new AgreementMessage { Kind = AgreementKind.Elect, View = _view, Number = _state.Number });
            }
        }

        TryLead();
    }

    private void ReceiveElect(int from, in AgreementMessage message)
    {
        Adopt(message.View);
        _heardAt = _now;
        MapSnapshot<TKey, TValue>? state = _state.Number > message.Number ? _state.Copy() : null;
        Send(from, new AgreementMessage
        {
            Kind = AgreementKind.Promise,
            View = message.View,
            Number = _state.Number,
            Payload = new Promise<TKey, TValue>(_prepared, _preparedView, state),
        });
    }

    private void ReceivePromise(int from, in AgreementMessage message)
    {
        if (_role != Role.Candidate || message.View != _view)
        {
            return;
        }

        Promise<TKey, TValue> promise = (Promise<TKey, TValue>)message.Payload!;
        if (promise.State is { } state && state.Number > _state.Number)
        {
            Install(state);
            _inherited = null;
        }

        if (promise.Batch is not null && message.Number == _state.Number
            && (_inherited is null || promise.BatchView > _inheritedView))
        {
            _inherited = promise.Batch;
            _inheritedView = promise.BatchView;
        }

        _promises |= 1UL << from;
        TryLead();
    }

    private void TryLead()
    {
        if (!CommitRule.IsQuorum(_promises, _cores))
        {
            return;
        }

        _role = Role.Coordinator;
        _followed = _view;
        _round = null;
        Array.Clear(_pending);
        Array.Fill(_askedAt, NotAsked);
        _events.Enqueue(new AgreementEvent(AgreementEventKind.Coordinator, _core));
        LearnSilent(_silent & ~_promises);
        _declared = 1;
        for (int core = 0; core < _cores; core++)
        {
            if (core != _core)
            {
                Ask(core, AgreementKind.Ask);
            }
        }

        if (_inherited is { } inherited)
        {
            _inherited = null;
            Start(inherited);
        }

        SendRequest();
    }

    // Helps a later view from now on, and no earlier one.
    private void Adopt(long view)
    {
        if (view <= _view)
        {
            return;
        }

        _view = view;
        _heardAt = _now;
        _role = Role.Follower;
        _round = null;
    }
}
