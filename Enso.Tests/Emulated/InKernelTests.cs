using Enso.Tests.InKernel;
using NUnit.Framework;

namespace Enso.Tests.Emulated;

/// <summary>Every kernel test, run inside the booted kernel and reported one by one.</summary>
[TestFixture(1)]
[TestFixture(2)]
[TestFixture(4)]
[TestFixture(8)]
[Category("Emulator")]
public sealed class InKernelTests(int cores)
{
    private IReadOnlyDictionary<string, KernelTestResult> _results = new Dictionary<string, KernelTestResult>();

    public static IEnumerable<string> Names => KernelTestTable.All().Select(test => test.Name);

    [OneTimeSetUp]
    public async Task Boot() => _results = await KernelTestRun.RunAsync(cores);

    [TestCaseSource(nameof(Names))]
    public void Kernel_test(string name)
    {
        Assert.That(_results.TryGetValue(name, out KernelTestResult? result), $"{name} gave no result");
        Assert.That(result!.Passed, result.Message);
        TestContext.Out.WriteLine($"{result.Microseconds} µs inside the kernel on {cores} cores");
    }
}
