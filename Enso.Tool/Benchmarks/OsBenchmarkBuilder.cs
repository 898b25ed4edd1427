using Enso.Tool.Building;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>Builds what the comparison boots.</summary>
/// <param name="repository">The repository.</param>
/// <param name="builder">Builds the shell's kernel.</param>
/// <param name="programs">Builds the program's image.</param>
/// <param name="linuxImages">Builds what boots Linux.</param>
internal sealed class OsBenchmarkBuilder(
    RepositoryLayout repository, Builder builder, ProgramBuilder programs, LinuxImageBuilder linuxImages)
{
    /// <summary>Builds everything that is needed.</summary>
    /// <param name="options">What is to be measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The benchmark, ready to run.</returns>
    /// <exception cref="ToolException">Something is missing or does not build.</exception>
    public async Task<OsBenchmark> BuildAsync(OsBenchmarkOptions options, CancellationToken cancellationToken)
    {
        bool hasBoot = options.Measures.Any(measure => measure.Benchmark == MeasureCatalog.Boot);
        if (hasBoot)
        {
            await builder.BuildAsync(BuildTarget.Kernel, Need.Build | Need.Run, cancellationToken);
        }

        ProgramImage image = await programs.BuildAsync(
            repository.OsBenchmark, null, Console.Error, cancellationToken);
        EnsoGuest enso = new(options.Machine, image, options.ProgramArguments, options.Timeout)
        {
            MeasuresPrompt = hasBoot,
        };
        LinuxGuest? linux = options.IsLinuxMeasured
            ? new LinuxGuest(
                options.Machine,
                await linuxImages.BuildAsync(cancellationToken),
                options.ProgramArguments,
                options.Timeout)
            : null;
        return new OsBenchmark(options, enso, linux);
    }
}
