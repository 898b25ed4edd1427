using System.Diagnostics.CodeAnalysis;

namespace Enso.Queues;

/// <summary>What a message's slot says of its owner: a count of changes of hands, and what the last one was.
/// <code>
///  31                            2 1    0
/// [ changes of hands              | kind ]
/// </code></summary>
/// <remarks>A handle owns its message exactly while its stamp is the slot's.</remarks>
internal static class Stamp
{
    public const uint Free = 0;
    public const uint Rented = 1;
    public const uint Sent = 2;
    private const int KindBits = 2;
    private const uint KindMask = (1u << KindBits) - 1;

    /// <summary>The stamp after a change of hands.</summary>
    public static uint Next(uint stamp, uint kind) => (((stamp >> KindBits) + 1) << KindBits) | kind;

    public static uint KindOf(uint stamp) => stamp & KindMask;

    [DoesNotReturn]
    public static void ThrowStale(string operation, uint handle, uint now) => throw new OwnershipException(
        $"{operation} needs a message that the handle owns, but this one was {Since(handle, now)}: "
        + "use the handle before giving it away, and give it away once.");

    private static string Since(uint handle, uint now) =>
        now == Next(handle, Sent) ? "sent before"
        : now == Next(handle, Free) ? "disposed before"
        : "given away before, and has changed hands again since";
}
