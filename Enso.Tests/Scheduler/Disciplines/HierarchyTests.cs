using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>What is particular to a discipline of disciplines.</summary>
[TestFixture]
public sealed class HierarchyTests
{
    [Test]
    public void Groups_have_their_shares_however_many_are_in_them()
    {
        Hierarchy<FairShare, RoundRobin> discipline = Hierarchy<FairShare, RoundRobin>.Create(
            new DisciplineOptions { Capacity = 10, Groups = 2 });
        discipline.SetTerms(1, new Terms { Weight = 3 }, 0);
        discipline.Add(0, new Terms { Group = 1 }, 0);
        for (int entity = 1; entity < 10; entity++)
        {
            discipline.Add(entity, new Terms { Group = 0 }, 0);
        }

        int[] seen = Run(discipline, entity => new Terms { Group = entity == 0 ? 1 : 0 }, 3600);
        Assert.That(seen[0], Is.InRange(2699, 2701));
        Assert.That(seen[1..], Is.All.InRange(99, 101));
    }

    [Test]
    public void Shares_of_shares_multiply()
    {
        Hierarchy<FairShare, Hierarchy<FairShare, FairShare>> discipline =
            Hierarchy<FairShare, Hierarchy<FairShare, FairShare>>.Create(
                new DisciplineOptions { Capacity = 4, Groups = 2, Inner = new DisciplineOptions { Groups = 2 } });
        discipline.SetTerms(0, new Terms { Weight = 2 }, 0);
        discipline.InnerOf(0).SetTerms(1, new Terms { Weight = 4 }, 0);
        static Terms TermsOf(int entity) => new() { Group = entity };
        for (int entity = 0; entity < 4; entity++)
        {
            discipline.Add(entity, TermsOf(entity), 0);
        }

        // 2/3 of it for groups 0 and 1, of which 4/5 for group 1; 1/3 for groups 2 and 3, in halves.
        int[] seen = Run(discipline, TermsOf, 3000);
        Assert.That(seen.Zip([400, 1600, 500, 500], (n, share) => Math.Abs(n - share)), Is.All.LessThanOrEqualTo(2));
    }

    [Test]
    public void A_group_that_is_set_higher_goes_first_from_then_on()
    {
        Hierarchy<StrictPriority, RoundRobin> discipline = Hierarchy<StrictPriority, RoundRobin>.Create(
            new DisciplineOptions { Capacity = 4, Groups = 2 });
        discipline.SetTerms(0, new Terms { Priority = 5 }, 0);
        discipline.SetTerms(1, new Terms { Priority = 9 }, 0);
        for (int entity = 0; entity < 4; entity++)
        {
            discipline.Add(entity, new Terms { Group = entity / 2 }, 0);
        }

        Assert.That(discipline.Select(0), Is.Zero);
        discipline.SetTerms(1, new Terms { Priority = 1 }, 0);
        int[] order = [discipline.Select(0), discipline.Select(0), discipline.Select(0), discipline.Select(0)];
        Assert.That(order, Is.EqualTo([2, 3, 1, Discipline.None]));
    }

    [Test]
    public void Terms_that_the_outer_one_refuses_leave_those_of_before()
    {
        Hierarchy<StrictPriority, RoundRobin> discipline = Hierarchy<StrictPriority, RoundRobin>.Create(
            new DisciplineOptions { Capacity = 2, Groups = 2 });
        discipline.SetTerms(0, new Terms { Priority = 5 }, 0);
        discipline.SetTerms(1, new Terms { Priority = 4 }, 0);
        foreach (bool ready in new[] { false, true })
        {
            if (ready)
            {
                discipline.Add(0, new Terms { Group = 0 }, 0);
                discipline.Add(1, new Terms { Group = 1 }, 0);
            }

            Assert.That(
                () => discipline.SetTerms(1, new Terms { Priority = 64 }, 0),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("from 0, the highest, to 63"));
        }

        Assert.That(new[] { discipline.Select(0), discipline.Select(0) }, Is.EqualTo([1, 0]));
    }

    [Test]
    public void Several_that_run_at_a_time_are_all_charged()
    {
        Hierarchy<FairShare, RoundRobin> discipline = Hierarchy<FairShare, RoundRobin>.Create(
            new DisciplineOptions { Capacity = 6, Groups = 2 });
        for (int entity = 0; entity < 6; entity++)
        {
            discipline.Add(entity, new Terms { Group = entity / 3 }, 0);
        }

        int[] running = [discipline.Select(0), discipline.Select(0)];
        Assert.That(running, Is.EqualTo([0, 3]));
        discipline.Charge(0, 100, 0);
        discipline.Charge(3, 10, 0);

        // What is selected and not charged has used nothing: the second group keeps its lead.
        int[] next = [discipline.Select(0), discipline.Select(0), discipline.Select(0), discipline.Select(0)];
        Assert.That(next, Is.EqualTo([4, 5, 1, 2]));
    }

    [Test]
    public void A_group_that_does_not_exist_is_refused()
    {
        Hierarchy<RoundRobin, RoundRobin> discipline = Hierarchy<RoundRobin, RoundRobin>.Create(
            new DisciplineOptions { Capacity = 2, Groups = 3 });
        Assert.That(discipline.Groups, Is.EqualTo(3));
        foreach (int group in new[] { -1, 3, int.MaxValue })
        {
            Action[] actions =
            [
                () => discipline.SetTerms(group, new Terms(), 0),
                () => discipline.InnerOf(group),
                () => discipline.Add(0, new Terms { Group = group }, 0),
            ];
            foreach (Action action in actions)
            {
                Assert.That(
                    action,
                    Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Groups are from 0 to 2"));
            }
        }
    }

    [Test]
    public void More_groups_than_can_be_numbered_are_refused() => Assert.That(
        () => Hierarchy<RoundRobin, Hierarchy<RoundRobin, RoundRobin>>.Create(
            new DisciplineOptions { Capacity = 1, Groups = 4097, Inner = new DisciplineOptions { Groups = 4096 } }),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("at most 16777216 groups"));

    private static int[] Run<TDiscipline>(TDiscipline discipline, Func<int, Terms> termsOf, int selections)
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        int[] seen = new int[discipline.Capacity];
        for (int i = 0; i < selections; i++)
        {
            int selected = discipline.Select(i);
            seen[selected]++;
            discipline.Charge(selected, 100, i);
            discipline.Add(selected, termsOf(selected), i);
        }

        return seen;
    }
}
