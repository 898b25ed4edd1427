using Enso.Queues;
using Enso.Tests.Queues.Contract;

namespace Enso.Tests.Queues.Priorities;

/// <summary>The contract for a queue of one class, by each selection and over each storage.</summary>
[TestFixture(typeof(Vec<long>), typeof(Strict))]
[TestFixture(typeof(VecDeque<long>), typeof(Strict))]
[TestFixture(typeof(LinkedSegments<long>), typeof(Strict))]
[TestFixture(typeof(Vec<long>), typeof(Weighted))]
[TestFixture(typeof(Vec<long>), typeof(Ageing))]
public sealed class ClassQueueContract<TStorage, TSelection> : QueueContract
    where TStorage : struct, IStorage<long, TStorage>
    where TSelection : struct, ISelection
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        ISelection selection = typeof(TSelection) == typeof(Weighted) ? new Weighted(new Weights(100))
            : typeof(TSelection) == typeof(Ageing) ? new Ageing(4)
            : new Strict();
        ClassQueue<long, TStorage, TSelection> queue = new(1, options, (TSelection)selection);
        return new Ends(queue.Link()[0], queue.Reader, () => queue.PropertiesOf(0));
    }
}
