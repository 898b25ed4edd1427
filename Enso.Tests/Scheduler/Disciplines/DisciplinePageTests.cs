using System.Reflection;
using Enso.Scheduler;
using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>The sample of the page on disciplines: one that a reader could have written.</summary>
[TestFixture]
public sealed class DisciplinePageTests
{
    private static readonly Assembly s_sample =
        PageSample.CompileFile(Path.Combine("Enso.Scheduler", "Disciplines", "README.md"));

    [Test]
    public void The_sample_serves_the_shortest_first() => Assert.That(
        s_sample.GetType("Workshop")!.GetMethod("Serve")!.Invoke(null, null),
        Is.EqualTo(new[] { "report", "key", "packet", "key", "packet", "report" }));

    [Test]
    public void The_sample_does_what_a_list_does_that_is_searched()
    {
        Type type = s_sample.GetType("ShortestFirst")!;
        typeof(DisciplinePageTests).GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, null);
    }

    private static void Check<TDiscipline>()
        where TDiscipline : struct, IDiscipline<TDiscipline> =>
        DisciplineModelRun.Check(new DisciplineOptions(), TDiscipline.Create, _ => new NaiveShortestFirst());

    private sealed class NaiveShortestFirst : NaiveDiscipline
    {
        private readonly Dictionary<int, long> _expected = [];

        public override void Charge(int entity, long used, long now)
        {
            long expected = _expected.GetValueOrDefault(entity);
            _expected[entity] = expected + ((used - expected) / 2);
        }

        public override void Forget(int entity) => _expected.Remove(entity);

        protected override Ready Choose(long now) =>
            Items.MinBy(item => (_expected.GetValueOrDefault(item.Entity), item.Order))!;
    }
}
