namespace Enso.Tests.Emulated;

/// <summary>The harness sees what goes wrong inside the kernel: planted failures are reported as what they are.
/// </summary>
[TestFixture]
[Category("Emulator")]
public sealed class KernelHarnessTests
{
    private const string Planted = "PlantedTests.Planted_failure";

    [TestCase("assertion", @"InKernel/Tests/PlantedTests\.cs:\d+: 2 \+ 3 is 5, expected 4")]
    [TestCase("exception", @"InvalidOperationException: planted")]
    [TestCase("hang", @"(?s)The kernel hung in PlantedTests\.Planted_failure.*serial log.*RIP=")]
    [TestCase("lost-wake-up", @"(?s)BUG: core \d idles while thread \d+ waits for core \d")]
    [TestCase("triple-fault", @"(?s)The machine ended in PlantedTests\.Planted_failure.*serial log.*RIP=")]
    public async Task A_planted_failure_is_reported(string plant, string message)
    {
        IReadOnlyDictionary<string, KernelTestResult> results = await KernelTestRun.RunAsync(
            4, Planted, $"plant={plant}", TimeSpan.FromSeconds(15));
        Assert.That(results[Planted].Passed, Is.False);
        Assert.That(results[Planted].Message, Does.Match(message));
    }
}
