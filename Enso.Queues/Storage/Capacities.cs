using System.Numerics;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>What capacities are allowed.</summary>
public static class Capacities
{
    /// <summary>The largest capacity: 2^30 messages.</summary>
    public const int Maximum = 1 << 30;

    /// <summary>Checks a capacity.</summary>
    /// <param name="capacity">The capacity.</param>
    /// <param name="name">What the caller calls it.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is no power of two from 1 to <see cref="Maximum"/>.</exception>
    public static int Check(int capacity, [CallerArgumentExpression(nameof(capacity))] string? name = null) =>
        capacity is > 0 and <= Maximum && BitOperations.IsPow2(capacity)
            ? capacity
            : throw new ArgumentOutOfRangeException(
                name, capacity, $"A capacity is a power of two from 1 to {Maximum}.{Nearest(capacity)}");

    private static string Nearest(int capacity) =>
        capacity is > 0 and < Maximum ? $" The next larger one is {BitOperations.RoundUpToPowerOf2((uint)capacity)}." : "";
}
