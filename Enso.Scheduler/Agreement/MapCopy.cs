namespace Enso.Scheduler;

/// <summary>A core's copy of a map, as its reactor drives it: what comes goes in, and after each step what is to be
/// sent goes on the bus, outcomes to the tasks that wait for them, and what was learnt to whoever wants to
/// know.</summary>
/// <param name="owner">The map.</param>
/// <param name="core">The core.</param>
internal sealed class MapCopy<TKey, TValue>(ClusterMap<TKey, TValue> owner, int core)
    where TKey : notnull
{
    private const int TicksInTimeout = 8;

    // Proposals whose outcome has not come, in their order: outcomes come in the same.
    private readonly Queue<(Future<ProposalResult<TValue>> Result, long Since)> _waiting = new();
    private bool _hasTimer;

    public ReplicatedMap<TKey, TValue> Map { get; } = new(
        core,
        new AgreementOptions
        {
            Cores = owner.Cluster.Cores,
            Timeout = owner.Options.Timeout,
            MaximumPending = owner.Options.MaximumPending,
            Rule = owner.Options.Rule,
        });

    /// <summary>How often it is told the time while it needs it.</summary>
    public long TickInterval => owner.Options.Timeout / TicksInTimeout;

    public ProposalResult<TValue> Unavailable => new(ProposalStatus.Unavailable, false, default!, Map.Silent);

    /// <summary>Proposes a change.</summary>
    /// <returns>What will come of it; null when too many wait.</returns>
    public Future<ProposalResult<TValue>>? TryPropose(Reactor reactor, in Change<TKey, TValue> change)
    {
        long now = reactor.Now;
        Map.Advance(now);
        if (!Map.TryPropose(in change, out _))
        {
            return null;
        }

        Future<ProposalResult<TValue>> result = new();
        _waiting.Enqueue((result, now));
        GoOn(reactor);
        return result;
    }

    /// <summary>Takes what another copy has sent.</summary>
    public void Receive(Reactor reactor, int from, in AgreementMessage message)
    {
        Map.Advance(reactor.Now);
        Map.Receive(from, in message);
        GoOn(reactor);
    }

    /// <summary>Its timer has run out.</summary>
    public void Tick(Reactor reactor)
    {
        _hasTimer = false;
        long now = reactor.Now;
        Map.Tick(now, reactor.IsHeldBack);
        if (!Map.HasQuorum)
        {
            GiveUp(now);
        }

        GoOn(reactor);
    }

    // They stay in the queue for their outcomes, which may come yet.
    private void GiveUp(long now)
    {
        foreach ((Future<ProposalResult<TValue>> result, long since) in _waiting)
        {
            if (now - since >= owner.Options.Timeout)
            {
                result.TrySetResult(Unavailable);
            }
        }
    }

    private void GoOn(Reactor reactor)
    {
        while (Map.TryTake(out int to, out AgreementMessage message))
        {
            reactor.SendAgreement(owner.Number, to, in message);
        }

        while (Map.TryTakeOutcome(out Outcome<TValue> outcome))
        {
            _waiting.Dequeue().Result.TrySetResult(new ProposalResult<TValue>(
                outcome.IsDone ? ProposalStatus.Done : ProposalStatus.Refused,
                outcome.HasValue,
                outcome.Value,
                Map.Silent));
        }

        if (Map.NeedsTime && !_hasTimer)
        {
            _hasTimer = true;
            reactor.TickAgreementAt(owner.Number, reactor.Now + TickInterval, TickInterval / 2);
        }

        while (Map.TryTakeEvent(out AgreementEvent happened))
        {
            Tell(reactor, happened);
        }
    }

    private void Tell(Reactor reactor, AgreementEvent happened)
    {
        if (Describe(happened) is { } line)
        {
            reactor.Log(line);
        }

        try
        {
            owner.Options.Happened?.Invoke(reactor, happened);
        }
        catch (Exception error)
        {
            // What the handler does wrong is no matter of the agreement's.
            reactor.LogFailure($"whoever is told of '{owner.Name}' failed", error);
        }
    }

    // All learn the same: the one that coordinates says it.
    private string? Describe(AgreementEvent happened) => happened.Kind switch
    {
        AgreementEventKind.Silent when Map.Coordinator == core =>
            $"core {happened.Core} does not answer about '{owner.Name}'; the others go on without it",
        AgreementEventKind.Returned when Map.Coordinator == core =>
            $"core {happened.Core} answers about '{owner.Name}' again",
        AgreementEventKind.Coordinator when happened.Core == core => $"coordinates '{owner.Name}' from now on",
        AgreementEventKind.QuorumLost => $"too few cores answer about '{owner.Name}': nothing of it can be changed",
        AgreementEventKind.QuorumRegained => $"enough cores answer about '{owner.Name}' again",
        _ => null,
    };
}
