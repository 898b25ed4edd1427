using Enso.Scheduler;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>What disciplines promise about who waits for whom.</summary>
[TestFixture]
public sealed class OrderGuaranteeTests
{
    private const int Capacity = 8;
    private const long Interval = 100;

    /// <summary>A periodic task: it needs so much time in each period, which begins first after the offset.</summary>
    private readonly record struct Periodic(int Cost, int Period, int Offset);

    /// <summary>One that is added, and how much time passes before the selection that follows.</summary>
    private readonly record struct Arrival(int Entity, int Priority, int Time);

    private static Config Often => Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(300);

    private static Gen<Arrival[]> Arrivals => Gen.ArrayOf(
        from entity in Gen.Choose(0, Capacity - 1)
        from priority in Gen.Frequency((3, Gen.Constant(0)), (3, Gen.Choose(0, 5)), (1, Gen.Choose(0, 63)))
        from time in Gen.Choose(0, 60)
        select new Arrival(entity, priority, time));

    [Test]
    public void In_turn_nobody_waits_for_more_than_were_there() => Prop.ForAll(Arb.From(Arrivals), arrivals =>
    {
        RoundRobin discipline = RoundRobin.Create(new DisciplineOptions { Capacity = Capacity });
        int[] mayComeBefore = new int[Capacity];
        foreach (Arrival arrival in arrivals)
        {
            if (!discipline.Contains(arrival.Entity))
            {
                mayComeBefore[arrival.Entity] = discipline.Count;
                discipline.Add(arrival.Entity, new Terms(), 0);
            }

            // Those that stay ready come back at once; some selections are left out, so that more are ready.
            if (arrival.Time > 20)
            {
                int selected = discipline.Select(0);
                for (int waiting = 0; waiting < Capacity; waiting++)
                {
                    Assert.That(!discipline.Contains(waiting) || --mayComeBefore[waiting] >= 0);
                }

                if (arrival.Time > 40)
                {
                    mayComeBefore[selected] = discipline.Count;
                    discipline.Add(selected, new Terms(), 0);
                }
            }
        }
    }).Check(Often);

    [Test]
    public void Priority_is_never_inverted() => Prop.ForAll(Arb.From(Arrivals), arrivals =>
    {
        StrictPriority discipline = StrictPriority.Create(new DisciplineOptions { Capacity = Capacity });
        int[] priorities = new int[Capacity];
        foreach (Arrival arrival in arrivals)
        {
            if (!discipline.Contains(arrival.Entity))
            {
                priorities[arrival.Entity] = arrival.Priority;
                discipline.Add(arrival.Entity, new Terms { Priority = arrival.Priority }, 0);
            }

            if (arrival.Time > 20)
            {
                int selected = discipline.Select(0);
                for (int waiting = 0; waiting < Capacity; waiting++)
                {
                    Assert.That(!discipline.Contains(waiting) || priorities[waiting] >= priorities[selected]);
                }
            }
        }
    }).Check(Often);

    [Test]
    public void Ageing_bounds_the_wait_by_the_priority_and_the_number_of_others() =>
        Prop.ForAll(Arb.From(Arrivals), arrivals =>
        {
            Ageing discipline = Ageing.Create(
                new DisciplineOptions { Capacity = Capacity, AgeingInterval = Interval });
            long now = 0;
            long[] risenAt = new long[Capacity];
            int[] others = new int[Capacity];
            void Add(int entity, int priority)
            {
                discipline.Add(entity, new Terms { Priority = priority }, now);
                risenAt[entity] = now + (priority * Interval);
                others[entity] = 0;
            }

            foreach (Arrival arrival in arrivals)
            {
                now += arrival.Time;
                if (!discipline.Contains(arrival.Entity))
                {
                    Add(arrival.Entity, arrival.Priority);
                }

                int selected = discipline.Select(now);
                for (int waiting = 0; waiting < Capacity; waiting++)
                {
                    if (discipline.Contains(waiting) && now >= risenAt[waiting])
                    {
                        Assert.That(++others[waiting], Is.LessThan(Capacity));
                    }
                }

                // What is selected is ready again at once, at the highest priority, as often as not.
                if (arrival.Time % 4 != 0)
                {
                    Add(selected, 0);
                }
            }
        }).Check(Often);

    [Test]
    public void Without_ageing_time_the_highest_stay_before()
    {
        Ageing discipline = Ageing.Create(
            new DisciplineOptions { Capacity = 3, AgeingInterval = long.MaxValue });
        discipline.Add(0, new Terms { Priority = 1 }, 0);
        for (long now = 0; now >= 0 && now < long.MaxValue / 2; now = (now * 2) + 1)
        {
            discipline.Add(1, new Terms(), now);
            Assert.That(discipline.Select(now), Is.EqualTo(1));
        }
    }

    [Test]
    public void A_long_pause_brings_all_up_in_the_order_in_which_they_would_have_come()
    {
        Ageing discipline = Ageing.Create(
            new DisciplineOptions { Capacity = 4, AgeingInterval = Interval });
        discipline.Add(0, new Terms { Priority = 63 }, 0);
        discipline.Add(1, new Terms { Priority = 1 }, 6_150);
        discipline.Add(2, new Terms { Priority = 0 }, 6_240);
        discipline.Add(3, new Terms { Priority = 0 }, 10_000);
        int[] order = [discipline.Select(10_000), discipline.Select(10_000), discipline.Select(10_000)];
        Assert.That(order, Is.EqualTo([2, 1, 0]));
        Assert.That(discipline.Select(10_000), Is.EqualTo(3));
    }

    [Test]
    public void Up_to_full_load_no_deadline_is_missed()
    {
        Gen<Periodic> task =
            from period in Gen.Elements(2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
            from cost in Gen.Choose(1, period)
            from offset in Gen.Choose(0, period)
            select new Periodic(cost, period, offset);
        int fullest = 0;
        Prop.ForAll(Arb.From(Gen.ArrayOf(task)), tasks =>
        {
            // 120 is a multiple of all periods. What fits in is taken.
            int load = 0;
            Periodic[] fitting = [.. tasks.Where(t =>
            {
                int more = t.Cost * (120 / t.Period);
                bool fits = load + more <= 120;
                load += fits ? more : 0;
                return fits;
            })];
            fullest = Math.Max(fullest, load);
            Assert.That(MissedDeadlines(fitting), Is.Zero);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(40));
        Assert.That(fullest, Is.EqualTo(120), "Full load was tried.");
    }

    [Test]
    public void Beyond_full_load_deadlines_are_missed() =>
        Assert.That(MissedDeadlines([new Periodic(2, 3, 0), new Periodic(2, 5, 0)]), Is.GreaterThan(0));

    // Time in steps, at each of which what runs can be preempted.
    private static int MissedDeadlines(Periodic[] tasks)
    {
        EarliestDeadline discipline = EarliestDeadline.Create(
            new DisciplineOptions { Capacity = Math.Max(tasks.Length, 1) });
        int[] left = new int[tasks.Length];
        long[] due = new long[tasks.Length];
        int missed = 0;
        for (int now = 0; now <= 480; now++)
        {
            for (int i = 0; i < tasks.Length; i++)
            {
                if (now >= tasks[i].Offset && (now - tasks[i].Offset) % tasks[i].Period == 0)
                {
                    missed += discipline.Remove(i) ? 1 : 0;
                    left[i] = tasks[i].Cost;
                    due[i] = now + tasks[i].Period;
                    discipline.Add(i, new Terms { Deadline = due[i] }, now);
                }
            }

            int running = discipline.Select(now);
            if (running != Discipline.None)
            {
                discipline.Charge(running, 1, now + 1);
                if (--left[running] > 0)
                {
                    discipline.Add(running, new Terms { Deadline = due[running] }, now + 1);
                }
            }
        }

        return missed;
    }
}
