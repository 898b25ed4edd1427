using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Scheduler.Io;

/// <summary>The sample of the page on requests to devices.</summary>
[TestFixture]
public sealed class IoPageTests
{
    [Test]
    public void The_sample_reads_blocks_that_a_thread_provides() =>
        Assert.That(
            PageSample.CompileFile(Path.Combine("Enso.Scheduler", "Io", "README.md"))
                .GetType("Blocks")!.GetMethod("Run")!.Invoke(null, [20]),
            Is.EqualTo(190));
}
