using Enso.Scheduler;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>A discipline beside its model, in random orders of adding, selecting, charging, removing and forgetting.</summary>
internal static class DisciplineModelRun
{
    /// <summary>A step: what is done to which, and by how much the time advances before.</summary>
    private readonly record struct Step(int Action, int Entity, int Time, Terms Terms, long Used);

    public static void Check<TDiscipline>(
        DisciplineOptions options,
        Func<DisciplineOptions, TDiscipline> create,
        Func<DisciplineOptions, NaiveDiscipline> model)
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        int groups = model(options).Groups;
        Gen<Step> step =
            from action in Gen.Choose(-1, 9)
            from entity in Gen.Choose(0, 1000)
            from time in Gen.Frequency((3, Gen.Constant(0)), (3, Gen.Choose(0, 30)), (1, Gen.Choose(0, 4000)))
            from priority in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 63))
            from weight in Gen.Frequency((8, Gen.Choose(1, 5)), (1, Gen.Choose(1, int.MaxValue)))
            from deadline in Gen.OneOf(Gen.Choose(0, 9), Gen.Choose(0, 1000))
            from grp in Gen.Choose(0, groups - 1)
            from used in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(0, 1500)), (1, Gen.Choose(0, 20_000)))
            select new Step(
                action,
                entity,
                time,
                new Terms { Priority = priority, Weight = weight, Deadline = deadline, Group = grp },
                used);
        Gen<(int, bool, Step[])> runs =
            from capacity in Gen.Elements(2, 10, 40)
            from full in Gen.Elements(true, false)
            from steps in Gen.ArrayOf(step)
            select (capacity, full, steps);
        Prop.ForAll(Arb.From(runs), run =>
        {
            (int capacity, bool full, Step[] steps) = run;
            DisciplineOptions small = options with { Capacity = capacity };
            TDiscipline discipline = create(small);
            NaiveDiscipline naive = model(small);
            bool[] known = new bool[capacity];
            for (int entity = 0; full && steps.Length > 0 && entity < capacity; entity++)
            {
                known[entity] = true;
                Terms terms = steps[entity % steps.Length].Terms;
                discipline.Add(entity, terms, 0);
                naive.Add(entity, terms, 0);
            }

            Run(discipline, naive, known, steps);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400));
    }

    private static void Run<TDiscipline>(
        TDiscipline discipline, NaiveDiscipline model, bool[] known, Step[] steps)
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        long now = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            Step step = steps[i] with { Entity = steps[i].Entity % known.Length };
            now += step.Time;
            switch (step.Action)
            {
                case -1 when !model.Contains(step.Entity):
                    discipline.Forget(step.Entity);
                    model.Forget(step.Entity);
                    break;
                case 0:
                    Assert.That(discipline.Remove(step.Entity), Is.EqualTo(model.Remove(step.Entity)));
                    break;
                case > 0 and < 4 when !model.Contains(step.Entity):
                    discipline.Add(step.Entity, step.Terms, now);
                    model.Add(step.Entity, step.Terms, now);
                    known[step.Entity] = true;
                    break;
                case 4 when known[step.Entity] && !model.Contains(step.Entity):
                    discipline.Charge(step.Entity, step.Used, now);
                    model.Charge(step.Entity, step.Used, now);
                    break;
                case > 4:
                    int selected = discipline.Select(now);
                    Assert.That(selected, Is.EqualTo(model.Select(now)), $"step {i}");
                    if (selected != Discipline.None && step.Action > 5)
                    {
                        discipline.Charge(selected, step.Used, now);
                        model.Charge(selected, step.Used, now);
                        if (step.Action > 6)
                        {
                            discipline.Add(selected, step.Terms, now);
                            model.Add(selected, step.Terms, now);
                        }
                    }

                    break;
            }

            Assert.That(discipline.Count, Is.EqualTo(model.Count));
            Assert.That(discipline.Contains(step.Entity), Is.EqualTo(model.Contains(step.Entity)));
        }
    }
}
