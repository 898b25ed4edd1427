using Enso.Benchmarks;
using Enso.Tool.Building;
using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>Makes the programs of a benchmark on the host.</summary>
/// <param name="repository">The repository.</param>
/// <param name="doctor">Knows what must be installed first.</param>
internal sealed class SuiteBenchmarkBuilder(RepositoryLayout repository, Doctor doctor)
{
    /// <summary>Makes everything that is needed.</summary>
    /// <param name="suite">The benchmark.</param>
    /// <param name="options">What is to be measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The benchmark, ready to run.</returns>
    /// <exception cref="ToolException">Our own program cannot be made, or a peer whose packages are there.</exception>
    public async Task<SuiteBenchmark> BuildAsync(
        HostSuite suite, SuiteOptions options, CancellationToken cancellationToken)
    {
        BenchmarkWorkshop workshop = new(repository, doctor, suite.Suite.Name, suite.Suite.OwnProgram);
        BenchmarkProgram own = await workshop.MakeOwnAsync(cancellationToken);
        (IReadOnlyList<BenchmarkProgram> peers, IReadOnlyList<string> notes) = await workshop.MakePeersAsync(
            suite.Peers.Where(peer => options.Of(peer.Name).Count > 0), cancellationToken);
        return new SuiteBenchmark(options, own, peers, notes, workshop.RunAsync);
    }
}
