using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Drivers;

/// <summary>Every driver over every storage with every policy, against a plain list, in random orders of everything that
/// can be done with the ends.</summary>
[TestFixture(typeof(Vec<long>), 8, 8)]
[TestFixture(typeof(VecDeque<long>), 4, 8)]
[TestFixture(typeof(LinkedSegments<long>), 4, 8)]
[TestFixture(typeof(Mirrored<long>), 8, 8)]
[TestFixture(typeof(Mirrored<long>), 512, 512)]
public sealed class DriverModelTests<TStorage>(int capacity, int maximum)
    where TStorage : struct, IStorage<long, TStorage>
{
    private const int Readers = 3;
    private const int Writers = 3;

    private QueueOptions Options(FullPolicy policy) => new()
    {
        Capacity = capacity,
        MaximumCapacity = maximum,
        MaximumReaders = Readers,
        FullPolicy = policy,
    };

    [Test]
    public void A_link_does_what_a_list_does([Values] FullPolicy policy) => Check(() =>
    {
        Link<long, TStorage> link = new(Options(policy));
        return new DriverRun<TStorage>(new(maximum, policy, 1), [link.Writer], [link.Reader], () => link.Properties);
    });

    [Test]
    public void A_subscriber_does_what_a_list_does([Values] FullPolicy policy) => Check(() =>
    {
        Subscriber<long, TStorage> queue = new(Options(policy));
        IQueueWriter<long>[] writers = [.. Enumerable.Range(0, Writers).Select(_ => queue.Link())];
        return new DriverRun<TStorage>(new(maximum, policy, 1), writers, [queue.Reader], () => queue.Properties);
    });

    [Test]
    public void A_publisher_does_what_a_list_does([Values] FullPolicy policy) => Check(() =>
    {
        Publisher<long, TStorage> queue = new(Options(policy));
        return new DriverRun<TStorage>(
            new(maximum, policy, Readers), [queue.Writer], new Reader<long, TStorage>?[Readers], () => queue.Properties, queue);
    });

    private void Check(Func<DriverRun<TStorage>> make) => Prop.ForAll(
        ArbMap.Default.ArbFor<DoNotSize<int>[]>(),
        steps =>
        {
            DriverRun<TStorage> run = make();
            foreach (DoNotSize<int> step in steps)
            {
                run.Take((uint)step.Item, capacity);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(300));
}
