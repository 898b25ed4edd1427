using Enso.Queues;

namespace Enso.Tests.Queues.Contract;

/// <summary>The contract for one writer and one reader.</summary>
[TestFixture(typeof(Vec<long>))]
[TestFixture(typeof(VecDeque<long>))]
[TestFixture(typeof(LinkedSegments<long>))]
public sealed class LinkContract<TStorage> : QueueContract
    where TStorage : struct, IStorage<long, TStorage>
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Link<long, TStorage> link = new(options);
        return new Ends(link.Writer, link.Reader, () => link.Properties);
    }
}

/// <summary>The contract for many writers and one reader.</summary>
[TestFixture(typeof(Vec<long>))]
[TestFixture(typeof(VecDeque<long>))]
[TestFixture(typeof(LinkedSegments<long>))]
public sealed class SubscriberContract<TStorage> : QueueContract
    where TStorage : struct, IStorage<long, TStorage>
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Subscriber<long, TStorage> subscriber = new(options);
        return new Ends(subscriber.Link(), subscriber.Reader, () => subscriber.Properties);
    }
}

/// <summary>The contract for one writer and many readers.</summary>
[TestFixture(typeof(Vec<long>))]
[TestFixture(typeof(VecDeque<long>))]
[TestFixture(typeof(LinkedSegments<long>))]
public sealed class PublisherContract<TStorage> : QueueContract
    where TStorage : struct, IStorage<long, TStorage>
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Publisher<long, TStorage> publisher = new(options);
        return new Ends(publisher.Writer, publisher.Subscribe(), () => publisher.Properties);
    }
}
