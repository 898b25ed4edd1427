using Enso.Tests.InKernel.Soak;

namespace Enso.Tests.Queues.Soak;

/// <summary>A round of each kind of queue, on the host; <c>./enso test soak</c> goes on for minutes.</summary>
[TestFixture]
public sealed class QueueSoakTests
{
    [Test]
    public void What_comes_out_of_every_kind_of_queue_is_what_went_in()
    {
        int seed = Environment.TickCount & int.MaxValue;
        string? failure = new QueueSoak(TimeSpan.Zero, seed, _ => { }).Run();
        Assert.That(failure, Is.Null, $"ENSO_SOAK_MINUTES=0 ENSO_SOAK_SEED={seed} ./enso test soak");
    }
}
