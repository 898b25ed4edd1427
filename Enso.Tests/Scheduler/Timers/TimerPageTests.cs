using System.Reflection;
using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>The sample of the page on timers.</summary>
[TestFixture]
public sealed class TimerPageTests
{
    [Test]
    public void The_sample_counts_ten_ticks_of_a_millisecond()
    {
        const long Start = 1_000_000_000;
        MethodInfo run = PageSample.CompileFile(Path.Combine("Enso.Scheduler", "Timers", "README.md"))
            .GetType("Deadlines")!.GetMethod("Run")!;
        Assert.That(run.Invoke(null, [Start]), Is.EqualTo(Start + 10_000_000));
    }
}
