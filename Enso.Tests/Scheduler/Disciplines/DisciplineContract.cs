using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>What every discipline does.</summary>
public abstract class DisciplineContract<TDiscipline>
    where TDiscipline : struct, IDiscipline<TDiscipline>
{
    /// <summary>More than any quantum that the tests set: it ends a turn.</summary>
    private const long Turn = 1_000;

    /// <summary>What disciplines are made with, but for the capacity.</summary>
    protected virtual DisciplineOptions Options => new() { Quantum = Turn };

    /// <summary>Whether those with equal terms come in the order in which they were added.</summary>
    protected virtual bool KeepsOrder => true;

    /// <summary>Terms that are refused.</summary>
    protected virtual IEnumerable<Terms> Refused => [];

    [Test]
    public void Nothing_is_ready_in_a_new_one()
    {
        TDiscipline discipline = Create(3);
        Assert.That((discipline.Capacity, discipline.Count), Is.EqualTo((3, 0)));
        Assert.That(discipline.Select(0), Is.EqualTo(Discipline.None));
        Assert.That(Enumerable.Range(0, 3).Any(e => discipline.Contains(e)), Is.False);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    [TestCase(64)]
    [TestCase(100_000)]
    public void What_was_added_is_selected_once(int capacity)
    {
        TDiscipline discipline = Create(capacity);
        for (int time = 0; time < 3; time++)
        {
            for (int entity = 0; entity < capacity; entity++)
            {
                discipline.Add(entity, new Terms(), time);
            }

            Assert.That(discipline.Count, Is.EqualTo(capacity));
            bool[] selected = new bool[capacity];
            for (int left = capacity; left > 0; left--)
            {
                int entity = discipline.Select(time);
                bool again = selected[entity] || discipline.Contains(entity);
                selected[entity] = true;
                discipline.Charge(entity, 5, time);
                if (again || discipline.Count != left - 1)
                {
                    Assert.Fail($"{entity} was selected twice, or the count is wrong: {discipline.Count}.");
                }
            }

            Assert.That(discipline.Select(time), Is.EqualTo(Discipline.None));
        }
    }

    [Test]
    public void What_was_removed_is_not_selected()
    {
        TDiscipline discipline = Create(5);
        AddAll(discipline, 5);
        Assert.That(discipline.Remove(0) && discipline.Remove(2) && discipline.Remove(4));
        Assert.That(discipline.Remove(2), Is.False);
        Assert.That(discipline.Contains(2), Is.False);
        Assert.That(discipline.Contains(1));
        Assert.That(discipline.Count, Is.EqualTo(2));
        Assert.That(new[] { discipline.Select(0), discipline.Select(0) }, Is.EquivalentTo([1, 3]));
        Assert.That(discipline.Select(0), Is.EqualTo(Discipline.None));
        Assert.That(discipline.Remove(1), Is.False);
    }

    [TestCase(-1)]
    [TestCase(4)]
    [TestCase(int.MinValue)]
    [TestCase(int.MaxValue)]
    public void A_number_that_is_no_entity_is_refused(int entity)
    {
        TDiscipline discipline = Create(4);
        Refuses(() => discipline.Add(entity, new Terms(), 0), "from 0 to 3");
        Refuses(() => discipline.Remove(entity), "from 0 to 3");
        Refuses(() => discipline.Contains(entity), "from 0 to 3");
        Refuses(() => discipline.Charge(entity, 1, 0), "from 0 to 3");
        Refuses(() => discipline.Forget(entity), "from 0 to 3");
        Assert.That(discipline.Select(0), Is.EqualTo(Discipline.None));
    }

    [Test]
    public void What_is_ready_is_not_made_ready_again()
    {
        TDiscipline discipline = Create(4);
        AddAll(discipline, 2);
        Assert.That(
            () => discipline.Add(1, new Terms(), 0),
            Throws.InvalidOperationException.With.Message.Contains("1 is ready"));
        Assert.That(discipline.Count, Is.EqualTo(2));
        Assert.That(new[] { discipline.Select(0), discipline.Select(0) }, Is.EquivalentTo([0, 1]));
        Assert.That(discipline.Select(0), Is.EqualTo(Discipline.None));
    }

    [Test]
    public void Terms_that_are_not_allowed_are_refused_and_change_nothing()
    {
        TDiscipline discipline = Create(4);
        discipline.Add(0, new Terms(), 0);
        foreach (Terms terms in Refused)
        {
            Refuses(() => discipline.Add(1, terms, 0), "from ");
            Assert.That((discipline.Contains(1), discipline.Count), Is.EqualTo((false, 1)), terms.ToString());
        }

        discipline.Add(1, new Terms(), 0);
        Assert.That(new[] { discipline.Select(0), discipline.Select(0) }, Is.EquivalentTo([0, 1]));
    }

    [Test]
    public void Terms_that_it_does_not_look_at_are_any()
    {
        Terms[] strange =
        [
            new() { Priority = -1 }, new() { Priority = 64 }, new() { Weight = 0 }, new() { Weight = int.MinValue },
            new() { Group = -1 }, new() { Group = int.MaxValue }, new() { Deadline = long.MinValue }, default,
        ];
        TDiscipline discipline = Create(1);
        foreach (Terms terms in strange.Except(Refused))
        {
            discipline.Add(0, terms, 0);
            Assert.That(discipline.Select(0), Is.Zero);
        }
    }

    [Test]
    public void A_charge_is_not_negative_and_not_of_what_is_ready()
    {
        TDiscipline discipline = Create(4);
        Refuses(() => discipline.Charge(0, -1, 0), "non-negative");
        discipline.Add(0, new Terms(), 0);
        Assert.That(() => discipline.Charge(0, 1, 0), Throws.InvalidOperationException);
        Assert.That(() => discipline.Forget(0), Throws.InvalidOperationException);
        Assert.That(discipline.Select(0), Is.Zero);
        Assert.That(() => discipline.Charge(0, long.MaxValue, 0), Throws.Nothing);
    }

    [Test]
    public void The_largest_charges_do_not_overflow()
    {
        TDiscipline discipline = Create(3);
        AddAll(discipline, 3);
        for (int i = 0; i < 1000; i++)
        {
            int entity = discipline.Select(i);
            discipline.Charge(entity, long.MaxValue, i);
            discipline.Charge(entity, long.MaxValue, i);
            discipline.Add(entity, new Terms { Weight = 1 + (i % 3) }, i);
        }

        int[] left = [discipline.Select(1000), discipline.Select(1000), discipline.Select(1000)];
        Assert.That(left, Is.EquivalentTo([0, 1, 2]));
    }

    [Test]
    public void Options_that_are_not_allowed_are_refused()
    {
        Refuses(() => TDiscipline.Create(Options with { Capacity = 0 }), "Capacity is from 1 to 16777216");
        Refuses(() => TDiscipline.Create(Options with { Capacity = 16_777_217 }), "Capacity is from 1 to 16777216");
        Refuses(() => TDiscipline.Create(Options with { Quantum = 0 }), "Quantum is from 1");
        Refuses(() => TDiscipline.Create(Options with { AgeingInterval = -1 }), "AgeingInterval is from 1");
        Refuses(() => TDiscipline.Create(Options with { Groups = 0 }), "Groups is from 1");
        Assert.That(() => TDiscipline.Create(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Equals_come_in_the_order_in_which_they_were_added()
    {
        if (!KeepsOrder)
        {
            Assert.Pass("It goes by chance.");
        }

        TDiscipline discipline = Create(50);
        int[] order = [.. Enumerable.Range(0, 50)];
        new Random(7).Shuffle(order);
        Array.ForEach(order, entity => discipline.Add(entity, new Terms(), 0));
        for (int round = 0; round < 4; round++)
        {
            foreach (int entity in order)
            {
                Assert.That(discipline.Select(0), Is.EqualTo(entity));
                discipline.Charge(entity, Turn, 0);
                discipline.Add(entity, new Terms(), 0);
            }
        }
    }

    [Test]
    public void A_copy_shares_what_the_original_holds()
    {
        TDiscipline discipline = Create(4);
        TDiscipline copy = discipline;
        AddAll(copy, 3);
        Assert.That((discipline.Count, discipline.Contains(2)), Is.EqualTo((3, true)));
        int entity = discipline.Select(0);
        Assert.That((copy.Count, copy.Contains(entity)), Is.EqualTo((2, false)));
        copy.Remove((entity + 1) % 3);
        Assert.That(discipline.Select(0), Is.EqualTo((entity + 2) % 3));
        Assert.That(copy.Select(0), Is.EqualTo(Discipline.None));
    }

    [Test]
    public void Nothing_is_allocated_once_it_is_made()
    {
        TDiscipline discipline = Create(64);
        long Run(int steps)
        {
            Random random = new(3);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < steps; i++)
            {
                int entity = random.Next(64);
                Terms terms = new()
                {
                    Priority = random.Next(64), Weight = 1 + random.Next(9), Deadline = i + random.Next(99),
                };
                if (!discipline.Remove(entity))
                {
                    discipline.Add(entity, terms, i);
                }

                int selected = discipline.Select(i);
                if (selected >= 0)
                {
                    discipline.Charge(selected, random.Next(5000), i);
                    discipline.Add(selected, terms, i);
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The first run compiles, and both have a random generator of their own.
        Run(1000);
        long few = Run(1);
        Assert.That(Run(10_000), Is.EqualTo(few));
    }

    [Test]
    public void It_does_what_a_list_does_that_is_searched() =>
        DisciplineModelRun.Check(Options, TDiscipline.Create, ModelOf);

    /// <summary>The plain model of the discipline.</summary>
    internal abstract NaiveDiscipline ModelOf(DisciplineOptions options);

    /// <summary>Makes one.</summary>
    protected TDiscipline Create(int capacity) => TDiscipline.Create(Options with { Capacity = capacity });

    private static void AddAll(TDiscipline discipline, int count)
    {
        for (int entity = 0; entity < count; entity++)
        {
            discipline.Add(entity, new Terms(), 0);
        }
    }

    private static void Refuses(Action action, string allowed) =>
        Assert.That(action, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(allowed));
}
