namespace Enso.Queues;

/// <summary>What goes wrong with streams and lists, in words.</summary>
internal static class StreamFailures
{
    public static InvalidOperationException AtEnd() =>
        new("The stream is at its end: it has neither a head nor a tail.");

    public static InvalidOperationException Nil() =>
        new("The list is Nil: it has neither a head nor a tail.");

    public static InvalidOperationException NotPersistent() =>
        new("The stream draws on something outside, so that its head cannot be had without moving it: use TryNext.");

    public static InvalidOperationException Endless() =>
        new("The stream is endless, and a fold of it would be so too: fold what Take or a window gives.");
}
