using Enso.Queues;
using Enso.Tests.Queues.Contract;

namespace Enso.Tests.Queues.Storage;

/// <summary>The contract for one writer and one reader, in rings of pages or of a few bytes.</summary>
/// <param name="capacity">Capacity of the small queues: a page, which is mapped twice, or a few bytes.</param>
[TestFixture(8)]
[TestFixture(MirroredContract.Page)]
public sealed class MirroredLinkContract(int capacity) : QueueContract
{
    /// <inheritdoc/>
    protected override int Small => capacity;

    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Link<long, Mirrored<long>> link = new(options);
        return new Ends(link.Writer, link.Reader, () => link.Properties);
    }
}

/// <summary>The contract for many writers and one reader.</summary>
/// <param name="capacity">Capacity of the small queues: a page, which is mapped twice, or a few bytes.</param>
[TestFixture(8)]
[TestFixture(MirroredContract.Page)]
public sealed class MirroredSubscriberContract(int capacity) : QueueContract
{
    /// <inheritdoc/>
    protected override int Small => capacity;

    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Subscriber<long, Mirrored<long>> subscriber = new(options);
        return new Ends(subscriber.Link(), subscriber.Reader, () => subscriber.Properties);
    }
}

/// <summary>The contract for one writer and many readers.</summary>
/// <param name="capacity">Capacity of the small queues: a page, which is mapped twice, or a few bytes.</param>
[TestFixture(8)]
[TestFixture(MirroredContract.Page)]
public sealed class MirroredPublisherContract(int capacity) : QueueContract
{
    /// <inheritdoc/>
    protected override int Small => capacity;

    /// <inheritdoc/>
    protected override Ends Make(QueueOptions options)
    {
        Publisher<long, Mirrored<long>> publisher = new(options);
        return new Ends(publisher.Writer, publisher.Subscribe(), () => publisher.Properties);
    }
}

/// <summary>What the contracts of mirrored rings share.</summary>
internal static class MirroredContract
{
    /// <summary>Messages of a ring that is mapped twice where a page has 4096 bytes.</summary>
    public const int Page = 4096 / sizeof(long);
}
