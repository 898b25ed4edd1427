using System.Numerics;

namespace Enso.Queues;

/// <summary>The highest class that has a message: class 0 first.</summary>
/// <remarks>Guarantee: no message is served while a class above its own has one whose publication had
/// returned before the selection began. A class may starve as long as those above it always have
/// messages.</remarks>
public struct Strict : ISelection
{
    /// <inheritdoc/>
    public readonly void Begin(int classes)
    {
    }

    /// <inheritdoc/>
    public readonly int Select(ulong waiting, out int most)
    {
        most = int.MaxValue;
        return BitOperations.TrailingZeroCount(waiting);
    }

    /// <inheritdoc/>
    public readonly void Served(int served, int count)
    {
    }
}
