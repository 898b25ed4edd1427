using Enso.Scheduler;

namespace ReactorBench;

/// <summary>Operations on a reactor that is alone.</summary>
internal abstract class OneCore : Subject
{
    private readonly Reactor<CorePlatform, RoundRobin> _reactor =
        new Cluster(1).Add<CorePlatform, RoundRobin>(CorePlatform.Create(1)[0]);

    /// <summary>The reactor.</summary>
    protected Reactor Reactor => _reactor;

    /// <inheritdoc/>
    public override void Run(int count)
    {
        Begin(count);
        while (_reactor.Tasks > 0)
        {
            _reactor.Turn();
        }
    }

    /// <summary>Starts tasks that do operations, and end then.</summary>
    /// <param name="count">How many operations.</param>
    protected abstract void Begin(int count);
}
