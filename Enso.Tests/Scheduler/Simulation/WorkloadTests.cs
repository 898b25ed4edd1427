using Enso.Scheduler;
using Enso.Simulation;
using Enso.Simulation.Workloads;

namespace Enso.Tests.Scheduler.Simulation;

/// <summary>Random workloads on simulated machines.</summary>
[TestFixture]
public sealed class WorkloadTests
{
    private const int Seeds = 1000;

    [Test]
    public void A_thousand_seeds_hold()
    {
        StringWriter output = new();
        Assert.That(new Campaign { Seeds = Seeds }.Run(output), output.ToString());
        Assert.That(output.ToString(), Does.Contain($"{Seeds} seeds from 0").And.Contain("steps/s"));
    }

    [Test]
    public void Every_discipline_has_its_turn()
    {
        int disciplines = WorkloadRun.Disciplines.Count();
        IEnumerable<int> chosen = Enumerable.Range(0, Seeds)
            .Select(seed => WorkloadOptions.Of(seed).Discipline % disciplines);
        Assert.That(chosen.Distinct().Count(), Is.EqualTo(disciplines));
    }

    [Test]
    public void The_same_seed_gives_the_same_trace([Range(0, 19)] int seed)
    {
        List<string> first = [];
        List<string> second = [];
        WorkloadResult once = WorkloadRun.Run(seed, 0, new StepTrace(first.Add));
        WorkloadResult again = WorkloadRun.Run(seed, 0, new StepTrace(second.Add));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(again, Is.EqualTo(once));
        Assert.That(WorkloadRun.Run(seed), Is.EqualTo(once), "whether or not anybody reads the trace");
    }

    [Test]
    public void Another_seed_gives_another_trace() =>
        Assert.That(
            Enumerable.Range(0, 50).Select(seed => WorkloadRun.Run(seed).Digest).Distinct().Count(), Is.EqualTo(50));

    [Test]
    public void The_number_of_cores_can_be_given([Values(1, 2, 16)] int cores)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.That(WorkloadRun.Run(seed, cores).Steps, Is.Positive);
        }
    }
}
