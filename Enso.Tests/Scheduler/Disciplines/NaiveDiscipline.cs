using System.Numerics;
using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>A discipline as a list that is searched, as plain as can be: what the real ones are compared
/// with.</summary>
internal abstract class NaiveDiscipline
{
    private int _order;

    /// <summary>One that is ready.</summary>
    /// <param name="Entity">The entity.</param>
    /// <param name="Terms">What it asks for.</param>
    /// <param name="Since">When it was added.</param>
    /// <param name="Order">How many were added before it.</param>
    internal sealed record Ready(int Entity, Terms Terms, long Since, int Order);

    /// <summary>How many entities are in groups of a discipline of this kind.</summary>
    public virtual int Groups => 1;

    public virtual int Count => Items.Count;

    protected List<Ready> Items { get; } = [];

    public virtual bool Contains(int entity) => Items.Exists(item => item.Entity == entity);

    public virtual void Add(int entity, Terms terms, long now)
    {
        Items.Add(new Ready(entity, terms, now, _order++));
        Added(Items[^1]);
    }

    public virtual bool Remove(int entity) => Items.RemoveAll(item => item.Entity == entity) == 1;

    public virtual int Select(long now)
    {
        if (Items.Count == 0)
        {
            return Discipline.None;
        }

        Ready chosen = Choose(now);
        Items.Remove(chosen);
        return chosen.Entity;
    }

    public virtual void Charge(int entity, long used, long now)
    {
    }

    public virtual void Forget(int entity)
    {
    }

    protected virtual void Added(Ready item)
    {
    }

    protected virtual Ready Choose(long now) => throw new NotSupportedException();
}

internal sealed class NaiveRoundRobin : NaiveDiscipline
{
    protected override Ready Choose(long now) => Items.MinBy(item => item.Order)!;
}

internal sealed class NaiveStrictPriority : NaiveDiscipline
{
    protected override Ready Choose(long now) => Items.MinBy(item => (item.Terms.Priority, item.Order))!;
}

internal sealed class NaiveEarliestDeadline : NaiveDiscipline
{
    protected override Ready Choose(long now) => Items.MinBy(item => (item.Terms.Deadline, item.Order))!;
}

/// <summary>The level of each is worked out from how long it has waited. Of those that came to a level at the same
/// time, what had risen came before what was added.</summary>
internal sealed class NaiveAgeing(long interval) : NaiveDiscipline
{
    protected override Ready Choose(long now) => Items.MinBy(item =>
    {
        long rises = Math.Min((now - item.Since) / interval, item.Terms.Priority);
        return (item.Terms.Priority - rises, item.Since + (rises * interval), -item.Terms.Priority, item.Order);
    })!;
}

/// <summary>Virtual time in as many digits as it takes, in 1/2^32 of a unit.</summary>
internal sealed class NaiveFairShare : NaiveDiscipline
{
    private readonly Dictionary<int, (BigInteger Time, BigInteger Remainder, int Weight)> _accounts = [];
    private BigInteger _least;

    public override void Charge(int entity, long used, long now)
    {
        (BigInteger time, BigInteger rest, int weight) = _accounts.GetValueOrDefault(entity, (0, 0, 1));
        BigInteger sum = ((BigInteger)used << 32) + rest;
        _accounts[entity] = (time + (sum / weight), sum % weight, weight);
    }

    public override void Forget(int entity) => _accounts.Remove(entity);

    protected override void Added(Ready item)
    {
        (BigInteger time, BigInteger rest, int weight) = _accounts.GetValueOrDefault(item.Entity, (0, 0, 1));
        _accounts[item.Entity] = (
            BigInteger.Max(time, _least), time < _least || weight != item.Terms.Weight ? 0 : rest, item.Terms.Weight);
    }

    protected override Ready Choose(long now)
    {
        Ready chosen = Items.MinBy(item => (_accounts[item.Entity].Time, item.Order))!;
        _least = _accounts[chosen.Entity].Time;
        return chosen;
    }
}

/// <summary>Draws the same lots, and looks for the owner from the first.</summary>
internal sealed class NaiveLottery(ulong seed) : NaiveDiscipline
{
    private RandomNumbers _chance = new(seed);

    protected override Ready Choose(long now)
    {
        long ticket = _chance.Below(Items.Sum(item => (long)item.Terms.Weight));
        foreach (Ready item in Items.OrderBy(item => item.Entity))
        {
            ticket -= item.Terms.Weight;
            if (ticket < 0)
            {
                return item;
            }
        }

        throw new InvalidOperationException("There are fewer tickets than were counted.");
    }
}

/// <summary>Each that is ready has a round and a place in it; a turn that is owed is counted one by one.</summary>
internal sealed class NaiveDeficitRoundRobin(long quantum) : NaiveDiscipline
{
    private readonly Dictionary<int, (BigInteger Deficit, BigInteger LastRound)> _accounts = [];
    private readonly Dictionary<int, (BigInteger Round, int Place, BigInteger Turn)> _places = [];
    private BigInteger _round = 1;
    private int _turn = Discipline.None;

    public override void Charge(int entity, long used, long now)
    {
        (BigInteger deficit, BigInteger last) = _accounts.GetValueOrDefault(entity);
        _accounts[entity] = (deficit - used, last);
    }

    public override void Forget(int entity)
    {
        _accounts.Remove(entity);
        _turn = _turn == entity ? Discipline.None : _turn;
    }

    protected override void Added(Ready item)
    {
        (BigInteger deficit, BigInteger last) = _accounts.GetValueOrDefault(item.Entity);
        BigInteger turn = (BigInteger)quantum * item.Terms.Weight;
        if (item.Entity == _turn && deficit > 0)
        {
            _places[item.Entity] = (_round, 0, 0);
            return;
        }

        deficit = BigInteger.Min(deficit, 0);
        BigInteger round = last;
        do
        {
            deficit += turn;
            round++;
        }
        while (deficit <= 0);

        // Of those of a round, first those that came in the round before, then those that owed more, then newcomers.
        _places[item.Entity] =
            round < _round ? (_round, 3, turn) : (round, round == _round ? 3 : round == _round + 1 ? 1 : 2, deficit);
    }

    protected override Ready Choose(long now)
    {
        Ready chosen = Items.MinBy(item => (_places[item.Entity].Round, _places[item.Entity].Place, item.Order))!;
        (BigInteger round, int place, BigInteger turn) = _places[chosen.Entity];
        _round = round;
        if (place != 0)
        {
            _accounts[chosen.Entity] = (turn, round);
            _turn = chosen.Entity;
        }

        return chosen;
    }
}
