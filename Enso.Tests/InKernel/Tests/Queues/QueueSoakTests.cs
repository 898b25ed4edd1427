using Enso.Tests.InKernel.Soak;

namespace Enso.Tests.InKernel.Tests.Queues;

/// <summary>A round of each kind of queue; <c>soak=SECONDS</c> runs more of them.</summary>
internal static class QueueSoakTests
{
    private const int Seed = 1;
    private const int MostMessages = 500;

    [KernelTest]
    internal static void What_comes_out_of_every_kind_of_queue_is_what_went_in()
    {
        string? failure = new QueueSoak(TimeSpan.Zero, Seed, _ => { }, MostMessages).Run();
        Check.That(failure is null, failure ?? "");
    }
}
