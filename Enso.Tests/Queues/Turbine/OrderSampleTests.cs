using Enso.Tests.Queues.Streams;

namespace Enso.Tests.Queues.Turbine;

/// <summary>The sample of the page on turbines, in a file with implicit usings.</summary>
[TestFixture]
public sealed class OrderSampleTests
{
    [Test]
    public async Task The_sample_prices_and_checks_every_order()
    {
        const long count = 5000;
        Task<long> total = (Task<long>)PageSample.Compile("Turbine").GetType("Orders")!.GetMethod("ValueOfAllowedAsync")!
            .Invoke(null, [count])!;
        long expected = 0;
        for (long size = 0; size < count; size++)
        {
            expected += size % 100 < 50 ? size * (size % 100) : 0;
        }

        Assert.That(await total, Is.EqualTo(expected));
    }
}
