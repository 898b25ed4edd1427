namespace Enso.Tests.Emulated;

/// <summary>How a program ends.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ExitTests
{
    private const string Planted = "PlantedTests.Planted_failure";

    [Test]
    public async Task Exit_handlers_run_before_the_machine_goes_off_the_last_first()
    {
        IReadOnlyDictionary<string, KernelTestResult> results = await KernelTestRun.RunAsync(
            2, Planted, "plant=quit", TimeSpan.FromSeconds(60));
        Assert.That(
            results[Planted].Message,
            Does.Match("(?s)the second exit handler.*the first exit handler.*the program ended with status 0"));
    }
}
