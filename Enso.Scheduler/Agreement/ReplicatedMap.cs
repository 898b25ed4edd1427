namespace Enso.Scheduler;

/// <summary>A core's copy of a map that is the same on all cores. It is read without any message, and changed by
/// agreement: a change that any core proposes is prepared on all cores and then committed on all (two-phase
/// commit, as Barrelfish, SOSP 2009, replicates its capabilities).</summary>
/// <remarks><para>It has no thread, clock or queue of its own. The core's reactor gives it what came from other
/// cores (<see cref="Receive"/>) and the time (<see cref="Tick"/>), and after each call, and after proposing,
/// drains what it has to send (<see cref="TryTake"/>), the outcomes of this core's proposals and what it has
/// learnt of the others.</para>
/// <para>One core at a time coordinates, and orders what all propose. When it falls silent another takes over,
/// with the consent of a quorum, and first finishes what may have been committed. A round waits for every core
/// that is not silent, and for a quorum. Messages that are lost, late or come twice do no harm.</para>
/// <para>Reading allocates nothing.</para></remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; it is compared by its default comparer, and a value is not
/// changed once given.</typeparam>
public sealed partial class ReplicatedMap<TKey, TValue>
    where TKey : notnull
{
    private readonly int _core;
    private readonly int _cores;
    private readonly long _timeout;
    private readonly int _maximumPending;
    private readonly CommitRule _rule;
    private readonly MapState<TKey, TValue> _state;
    private readonly Queue<(int To, AgreementMessage Message)> _outbox = new();
    private readonly Queue<Outcome<TValue>> _outcomes = new();
    private readonly Queue<AgreementEvent> _events = new();

    // Proposals that are in no request yet; and the one request of this core that is under way.
    private readonly List<Change<TKey, TValue>> _waiting = [];
    private Request<TKey, TValue>? _request;
    private long _nextProposal = 1;
    private long _requestedAt;

    private Role _role;
    private long _now;
    private bool _hasTicked;

    // The view that it has promised to follow: it helps no earlier one any more.
    private long _view;

    // The view whose coordinator it has heard.
    private long _followed;
    private long _heardAt;
    private ulong _silent;

    // How often the followed coordinator had changed what this core knows of the silent ones.
    private int _declared;
    private bool _hasLostQuorum;

    // What is prepared for the round after the last committed one, and in which view.
    private Request<TKey, TValue>[]? _prepared;
    private long _preparedView;

    // What was committed last, for a core that has missed it.
    private Request<TKey, TValue>[]? _last;

    /// <summary>Makes the copy of a core. All begin empty, and core 0 coordinates.</summary>
    /// <param name="core">The core, from 0.</param>
    /// <param name="options">The same on all cores.</param>
    public ReplicatedMap(int core, AgreementOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cores, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Cores, AgreementOptions.MaximumCores);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Timeout, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Timeout, AgreementOptions.MaximumTimeout);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumPending, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(core);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(core, options.Cores);
        _core = core;
        _cores = options.Cores;
        _timeout = options.Timeout;
        _maximumPending = options.MaximumPending;
        _rule = options.Rule;
        _state = new MapState<TKey, TValue>(_cores);
        _pending = new Request<TKey, TValue>?[_cores];
        _askedAt = new long[_cores];
        Array.Fill(_askedAt, NotAsked);
        _role = core == 0 ? Role.Coordinator : Role.Follower;
    }

    private enum Role
    {
        Follower,
        Candidate,
        Coordinator,
    }

    /// <summary>The core whose copy this is.</summary>
    public int Core => _core;

    /// <summary>How many rounds of changes the copy has been through. Two copies with the same number are the
    /// same.</summary>
    public long Version => _state.Number;

    /// <summary>How many keys there are.</summary>
    public int Count => _state.Map.Count;

    /// <summary>The core that coordinates, as far as this one knows.</summary>
    public int Coordinator => CoordinatorOf(_view);

    /// <summary>The cores that are taken for silent, a bit for each, as far as this one knows.</summary>
    public ulong Silent => _silent;

    /// <summary>Whether enough cores answer for changes to be committed, as far as this one knows. Once it was lost
    /// it is there again when a round was committed.</summary>
    public bool HasQuorum => !_hasLostQuorum;

    /// <summary>How many proposals of this core wait for their outcome.</summary>
    public int Pending => _waiting.Count + (_request?.Changes.Length ?? 0);

    /// <summary>The keys and values of this copy; not to be kept across <see cref="Receive"/> and <see
    /// cref="Tick"/>.</summary>
    public Dictionary<TKey, TValue>.Enumerator GetEnumerator() => _state.Map.GetEnumerator();

    /// <summary>What each round has committed, for tests.</summary>
    internal Action<long, Request<TKey, TValue>[]>? Applied { get; set; }

    private ulong Self => 1UL << _core;

    private ulong All => ulong.MaxValue >> (AgreementOptions.MaximumCores - _cores);

    private long Interval => Timeout / 4;

    /// <summary>Looks a key up in this core's copy.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it has one.</returns>
    public bool TryGet(TKey key, out TValue value) => _state.Map.TryGetValue(key, out value!);

    /// <summary>The <see cref="Version"/> that has given a key the value that it has.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The version; 0 when the key has no value.</returns>
    public long VersionOf(TKey key) => _state.VersionOf(key);

    /// <summary>Proposes a change. What comes of it is an <see cref="Outcome{TValue}"/>.</summary>
    /// <param name="change">The change.</param>
    /// <param name="proposal">Its number: from 1, one more for each proposal of this core.</param>
    /// <returns>False when too many wait for their outcome.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    public bool TryPropose(in Change<TKey, TValue> change, out long proposal) =>
        TryPropose(new ReadOnlySpan<Change<TKey, TValue>>(in change), out proposal);

    /// <summary>Proposes several changes, which are made in this order in one round. Each has an outcome of its
    /// own: one that fails does not stop the others.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="first">The number of the first one; the others follow.</param>
    /// <returns>False when too many wait for their outcome; then none of them is proposed.</returns>
    /// <exception cref="ArgumentNullException">A key is null; then none of them is proposed.</exception>
    public bool TryPropose(ReadOnlySpan<Change<TKey, TValue>> changes, out long first)
    {
        foreach (ref readonly Change<TKey, TValue> change in changes)
        {
            // Here, where only the one who proposes it fails, whatever the key throws.
            ArgumentNullException.ThrowIfNull(change.Key, nameof(changes));
            _ = change.Key.GetHashCode();
        }

        first = _nextProposal;
        if (changes.Length > _maximumPending - Pending)
        {
            return false;
        }

        _nextProposal += changes.Length;
        _waiting.AddRange(changes);
        SendWaiting();
        return true;
    }

    /// <summary>Takes the outcome of a proposal of this core; in the order of their numbers, each once.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTakeOutcome(out Outcome<TValue> outcome) => _outcomes.TryDequeue(out outcome);

    /// <summary>Takes something that this core has learnt of the others.</summary>
    /// <param name="happened">What.</param>
    /// <returns>Whether there is anything.</returns>
    public bool TryTakeEvent(out AgreementEvent happened) => _events.TryDequeue(out happened);

    /// <summary>Takes a message that is to be sent.</summary>
    /// <param name="toCore">The core that it goes to; never this one.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(out int toCore, out AgreementMessage message)
    {
        bool has = _outbox.TryDequeue(out (int To, AgreementMessage Message) next);
        (toCore, message) = next;
        return has;
    }

    /// <summary>Takes a message that has come.</summary>
    /// <param name="fromCore">The core that it comes from.</param>
    /// <param name="message">The message.</param>
    public void Receive(int fromCore, in AgreementMessage message)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromCore);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fromCore, _cores);
        switch (message.Kind)
        {
            case AgreementKind.Request:
                Accept((Request<TKey, TValue>)message.Payload!);
                break;
            case AgreementKind.Vote or AgreementKind.Answer:
                ReceiveAnswer(fromCore, message);
                break;
            case AgreementKind.Promise:
                ReceivePromise(fromCore, message);
                break;
            case AgreementKind.Refuse:
                Adopt(message.View);
                break;
            case AgreementKind.Elect when message.View >= _view:
                ReceiveElect(fromCore, message);
                break;
            case AgreementKind.Prepare when _rule.MayVote(message.View, _view):
                Follow(message);
                ReceivePrepare(fromCore, message);
                break;
            case AgreementKind.Commit or AgreementKind.Ask or AgreementKind.Snapshot when message.View >= _view:
                Follow(message);
                ReceiveDecided(fromCore, message);
                break;
            default:
                // From one that coordinates no longer, or would be and comes too late.
                Send(fromCore, new AgreementMessage { Kind = AgreementKind.Refuse, View = _view });
                break;
        }
    }

    /// <summary>Says what time it is, before a proposal or what has come: nobody is judged by it yet, as answers
    /// may still lie in the core's inbox.</summary>
    /// <param name="now">The time in nanoseconds; never less than before.</param>
    public void Advance(long now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, _hasTicked ? _now : long.MinValue);
        bool wasAway = !_hasTicked || now - _now > Timeout;
        _hasTicked = true;
        _now = now;
        if (wasAway)
        {
            // Who did not run cannot say that others were silent.
            _heardAt = now;
            ForgiveAll();
        }
    }

    /// <summary>Says what time it is: several times in each <see cref="AgreementOptions.Timeout"/> while
    /// <see cref="NeedsTime"/>, rarely otherwise.</summary>
    /// <param name="now">The time in nanoseconds; never less than before.</param>
    /// <param name="isHeldBack">Whether what was sent before still waits for room: then nobody is reminded of
    /// anything, so that what waits does not grow with time.</param>
    public void Tick(long now, bool isHeldBack = false)
    {
        Advance(now);
        if (_role == Role.Coordinator)
        {
            TickAsCoordinator(isHeldBack);
        }
        else
        {
            TickAsFollower(isHeldBack);
        }
    }

    /// <summary>Whether something is under way that needs <see cref="Tick"/>: otherwise a core may sleep.</summary>
    public bool NeedsTime => _request is not null || _prepared is not null || _role == Role.Candidate
        || (_role == Role.Coordinator && IsWaitingForCores);

    private int CoordinatorOf(long view) => (int)(view % _cores);

    private void Send(int to, in AgreementMessage message) => _outbox.Enqueue((to, message));

    // A coordinator has spoken.
    private void Follow(in AgreementMessage message)
    {
        Adopt(message.View);
        _heardAt = _now;
        if (_followed < message.View || _declared < message.Declared)
        {
            _declared = message.Declared;
            LearnSilent(message.Silent);
        }

        if (_followed < message.View)
        {
            _followed = message.View;
            _events.Enqueue(new AgreementEvent(AgreementEventKind.Coordinator, CoordinatorOf(_followed)));
            SendRequest();
        }
    }

    private void ReceivePrepare(int from, in AgreementMessage message)
    {
        bool isNext = message.Number == _state.Number + 1;
        if (isNext)
        {
            _prepared = (Request<TKey, TValue>[])message.Payload!;
            _preparedView = message.View;
        }

        // A round that it has made its own already it need not prepare; for one too far ahead it must first learn
        // the others.
        Send(from, new AgreementMessage
        {
            Kind = isNext ? AgreementKind.Vote : AgreementKind.Answer,
            View = message.View,
            Number = isNext ? message.Number : _state.Number,
            Declared = _declared,
        });
    }

    private void ReceiveDecided(int from, in AgreementMessage message)
    {
        if (message.Kind == AgreementKind.Commit && message.Number <= _state.Number + 1)
        {
            if (message.Number == _state.Number + 1)
            {
                Apply((Request<TKey, TValue>[])message.Payload!);
                Settle();
            }

            return;
        }

        if (message.Kind == AgreementKind.Snapshot)
        {
            Install((MapSnapshot<TKey, TValue>)message.Payload!);
        }

        Send(from, new AgreementMessage
        {
            Kind = AgreementKind.Answer,
            View = message.View,
            Number = _state.Number,
            Declared = _declared,
        });
    }

    private void Apply(Request<TKey, TValue>[] batch)
    {
        _state.Apply(batch);
        _prepared = null;
        _last = batch;
        Applied?.Invoke(_state.Number, batch);
        RegainQuorum();
    }

    private void Install(MapSnapshot<TKey, TValue> snapshot)
    {
        if (snapshot.Number <= _state.Number)
        {
            return;
        }

        _state.Become(snapshot);
        _prepared = null;
        _last = null;
        RegainQuorum();
        Settle();
    }

    // Tells the outcomes of the request under way once it has been through a round.
    private void Settle()
    {
        if (_request is not null && _state.Has(_request))
        {
            foreach (Outcome<TValue> outcome in _state.AnsweredTo(_core)!)
            {
                _outcomes.Enqueue(outcome);
            }

            _request = null;
            SendWaiting();
        }
    }

    private void SendWaiting()
    {
        if (_request is null && _waiting.Count > 0)
        {
            _request = new Request<TKey, TValue>(_core, _nextProposal - _waiting.Count, [.. _waiting]);
            _waiting.Clear();
            _heardAt = _now;
            SendRequest();
        }
    }

    private void SendRequest()
    {
        if (_request is null || _role == Role.Candidate)
        {
            return;
        }

        _requestedAt = _now;
        if (_role == Role.Coordinator)
        {
            Accept(_request);
        }
        else
        {
            Send(Coordinator, new AgreementMessage { Kind = AgreementKind.Request, View = _view, Payload = _request });
        }
    }
}
