using Enso.Queues;
using Enso.Tests.Queues.Contract;

namespace Enso.Tests.Queues.Storage;

/// <summary>The contract for one writer and one reader, in rings of pages or of a few bytes.</summary>
public sealed class MirroredLinkContract : QueueContract
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Link<long, Mirrored<long>> link = new(options);
        return new Ends(link.Writer, link.Reader, () => link.Properties);
    }
}

/// <summary>The contract for many writers and one reader.</summary>
public sealed class MirroredSubscriberContract : QueueContract
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Subscriber<long, Mirrored<long>> subscriber = new(options);
        return new Ends(subscriber.Link(), subscriber.Reader, () => subscriber.Properties);
    }
}

/// <summary>The contract for one writer and many readers.</summary>
public sealed class MirroredPublisherContract : QueueContract
{
    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Publisher<long, Mirrored<long>> publisher = new(options);
        return new Ends(publisher.Writer, publisher.Subscribe(), () => publisher.Properties);
    }
}
