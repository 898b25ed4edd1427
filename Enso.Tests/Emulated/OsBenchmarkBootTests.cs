using Enso.Tool.Benchmarks;
using Enso.Tool.Building;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;

namespace Enso.Tests.Emulated;

/// <summary>The program of <c>./enso bench os</c>, with few operations: the figures mean nothing, but each is there.
/// </summary>
[TestFixture]
public sealed class OsBenchmarkBootTests
{
    private static readonly OsBenchmarkOptions s_options = new() { Rounds = 2, Divisor = 1000 };
    private static readonly RepositoryLayout s_repository = RepositoryLayout.Current;
    private static readonly HostProbe s_probe = HostProbe.ForThisMachine();
    private static readonly Doctor s_doctor = new(s_probe);

    [Test]
    [Category("Emulator")]
    public async Task On_enso_every_benchmark_reports()
    {
        ProgramImage image = await new ProgramBuilder(s_repository, s_doctor).BuildAsync(
            s_repository.OsBenchmark, null, TextWriter.Null, CancellationToken.None);
        EnsoGuest guest = new(s_options.Machine, image, s_options.ProgramArguments, s_options.Timeout)
        {
            MeasuresPrompt = true,
        };

        await AssertCompleteAsync(guest, measure => measure.EnsoValue);
    }

    /// <summary>Downloads a kernel, and may install a compiler.</summary>
    [Test]
    [Category("Campaign")]
    public async Task On_linux_every_benchmark_reports()
    {
        LinuxImage image = await new LinuxImageBuilder(s_repository, s_doctor, s_probe).BuildAsync(CancellationToken.None);
        LinuxGuest guest = new(s_options.Machine, image, s_options.ProgramArguments, s_options.Timeout);

        await AssertCompleteAsync(guest, measure => measure.LinuxValue);
    }

    private static async Task AssertCompleteAsync(IGuest guest, Func<Measure, string> valueName)
    {
        BenchmarkOutput output = await guest.BootAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(OsBenchmark.Objection(s_options, output, valueName), Is.Null);
            Assert.That(output.Names, Is.EquivalentTo(MeasureCatalog.All.Select(valueName)));
            Assert.That(output.System["cores"], Is.EqualTo("2"));
        });
    }
}
