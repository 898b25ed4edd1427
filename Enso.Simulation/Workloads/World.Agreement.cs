using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>What all cores agree on: a map of numbers that anybody changes, and names that have one holder
/// each.</content>
internal sealed partial class World
{
    /// <summary>For how long a core stands still at most, in nanoseconds.</summary>
    public const long LongestFreeze = 3 * AgreementTimeout;

    // Long beside stalls and full rings, so that only a core that stands still is silent.
    private const long AgreementTimeout = 5_000_000;

    // Within this every core that answers has what was agreed: it may have been found silent, and be found back. Of many
    // cores that share small rings some are slower than the timeout, and are waited for longer each time.
    private long AgreementBound => LongestFreeze + (3 * AgreementTimeout * Math.Max(1, _options.Cores / 3));

    private const int MostPending = 8;
    private const int Keys = 5;
    private const int Names = 6;

    // The names that were told to be somebody's and are not being given up: from which version on, since when.
    private readonly Dictionary<string, (NameEntry Entry, long Version, long Since)> _held = [];

    // Of them, those that some core does not know yet.
    private readonly HashSet<string> _unsettled = [];
    private long _lastEntry;

    /// <summary>Looks at what must hold after each step.</summary>
    public void CheckAgreed()
    {
        if (_mapWatch.Look(out _) is { } wrongMap)
        {
            Accuse(wrongMap);
        }

        if (_nameWatch.Look(out bool hasChanged) is { } wrongName)
        {
            Accuse(wrongName);
        }

        if (hasChanged)
        {
            foreach (string name in _held.Keys)
            {
                CheckHeld(name);
            }
        }

        if (_unsettled.Count != 0 && !IsHalting)
        {
            _unsettled.RemoveWhere(IsSettled);
        }
    }

    private void CheckAgreedAtRest()
    {
        if ((_mapWatch.LookAtRest() ?? _nameWatch.LookAtRest()) is { } wrong)
        {
            Accuse(wrong);
        }
    }

    private async ReactorTask Propose(TaskContext context)
    {
        for (int count = 1 + Random.Next(3); count > 0; count--)
        {
            int key = Random.Next(Keys);
            long value = Random.Next(100);
            await Agree(_map.Propose(context, Random.Next(5) switch
            {
                0 => Change<int, long>.Put(key, value),
                1 => Change<int, long>.PutIfAbsent(key, value),
                2 => Change<int, long>.CompareAndPut(key, value, Random.Next(100)),
                3 => Change<int, long>.Look(key),
                _ => Change<int, long>.Remove(key),
            }));
        }
    }

    // Registers a name, keeps it for a while, and gives it up. A task that is cancelled meanwhile leaves it held.
    private async ReactorTask HoldName(TaskContext context)
    {
        string name = $"name {Random.Next(Names)}";
        NameEntry entry = new(context.Id.Core, 0, ++_lastEntry);
        NameResult result = await Agree(_names.Register(context, name, entry));
        bool isTakenForOwn = _faults.TakesTakenNames && result.Status == NameStatus.Taken;
        if (result.Status != NameStatus.Registered && !isTakenForOwn)
        {
            if (result.Status == NameStatus.Taken && (result.Holder == entry || result.Holder.Id > _lastEntry))
            {
                Accuse($"core {context.Id.Core} wants '{name}' for {entry}, and is told that {result.Holder} has it");
            }

            return;
        }

        Hold(context.Reactor, name, entry);
        await context.Sleep(Random.NextInt64(MostSleep));
        string other = $"name {Random.Next(Names)}";
        bool wasHeld = _held.TryGetValue(other, out (NameEntry Entry, long Version, long Since) before);
        NameResult found = await Agree(_names.Find(context, other));
        if (wasHeld && found.Status != NameStatus.Unavailable
            && _held.TryGetValue(other, out (NameEntry Entry, long Version, long Since) after) && before == after
            && found.Holder != before.Entry)
        {
            Accuse($"'{other}' is held by {before.Entry}, and core {context.Id.Core} finds {found}");
        }

        Let(name);
        result = await Agree(_names.Release(context, name, entry));
        if (result.Status == NameStatus.NotHeld)
        {
            Accuse($"{entry} gives up '{name}', and is told that it has it not: {result}");
        }
    }

    private async ReactorTask<T> Agree<T>(ReactorTask<T> call)
    {
        Proposals.Begin();
        try
        {
            T result = await call;
            Proposals.Finish();
            return result;
        }
        catch (OperationCanceledException)
        {
            Proposals.Abandon();
            throw;
        }
    }

    private void Hold(Reactor reactor, string name, NameEntry entry)
    {
        if (_held.TryGetValue(name, out (NameEntry Entry, long Version, long Since) other))
        {
            Accuse($"{entry} has '{name}', which is held by {other.Entry}: a name that has two holders");
        }

        _held[name] = (entry, _nameWatch.VersionOf(reactor.Core), _clock.Now);
        _unsettled.Add(name);
        CheckHeld(name);
    }

    private void Let(string name)
    {
        _held.Remove(name);
        _unsettled.Remove(name);
    }

    // Every copy that is as new as the holder's was knows it.
    private void CheckHeld(string name)
    {
        (NameEntry entry, long version, _) = _held[name];
        for (int core = 0; core < _options.Cores; core++)
        {
            if (_nameWatch.VersionOf(core) >= version
                && (!_names.TryResolve(_names.Map.Cluster[core], name, out NameEntry found) || found != entry))
            {
                Accuse($"'{name}' is held by {entry}, and core {core} does not know it: a name that has two holders");
            }
        }
    }

    private bool IsSettled(string name)
    {
        (_, long version, long since) = _held[name];
        for (int core = 0; core < _options.Cores; core++)
        {
            if (_nameWatch.VersionOf(core) < version)
            {
                if (_clock.Now - since > AgreementBound)
                {
                    Accuse($"'{name}' was registered {_clock.Now - since} ns ago, and core {core} does not know it");
                }

                return false;
            }
        }

        return true;
    }
}
