using Enso.Queues;
using Enso.Tests.Queues.Contract;

namespace Enso.Tests.Queues.Turbine;

/// <summary>The contract for a turbine of one stage, for one writer and for several.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class TurbineContract(bool severalWriters) : QueueContract
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Turbine<long> turbine = new(options, severalWriters);
        Reader<long, Vec<long>> stage = turbine.AddStage();
        return new Ends(
            severalWriters ? turbine.AddWriter() : turbine.Writer, stage, () => turbine.Properties);
    }
}
