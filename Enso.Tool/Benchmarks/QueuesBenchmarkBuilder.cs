using Enso.Benchmarks;
using Enso.Tool.Building;
using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>Makes the programs that measure queues.</summary>
/// <param name="repository">The repository.</param>
/// <param name="doctor">Knows what must be installed first.</param>
internal sealed class QueuesBenchmarkBuilder(RepositoryLayout repository, Doctor doctor)
{
    private readonly BenchmarkWorkshop _workshop = new(repository, doctor, "queues", QueuesCatalog.OwnProgram);

    /// <summary>Makes everything that is needed.</summary>
    /// <param name="options">What is to be measured.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The benchmark, ready to run.</returns>
    /// <exception cref="ToolException">Our own program cannot be made, or a peer whose packages are there.</exception>
    public async Task<QueuesBenchmark> BuildAsync(QueuesOptions options, CancellationToken cancellationToken)
    {
        BenchmarkProgram own = await _workshop.MakeOwnAsync(cancellationToken);
        (IReadOnlyList<BenchmarkProgram> peers, IReadOnlyList<string> notes) = await _workshop.MakePeersAsync(
            BenchmarkPeer.OfQueues.Where(peer => options.Figures(peer.Name).Count > 0), cancellationToken);
        return new QueuesBenchmark(options, own, peers, notes, _workshop.RunAsync);
    }
}
