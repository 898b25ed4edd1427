using System.Diagnostics.CodeAnalysis;

namespace Enso.Scheduler;

/// <summary>What all disciplines have in common: limits, and what they require of those who use them.</summary>
public static class Discipline
{
    /// <summary>No entity.</summary>
    public const int None = -1;

    /// <summary>Priorities are from 0, the highest, to below this.</summary>
    public const int Priorities = 64;

    /// <summary>Requires that there is such an entity.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="capacity">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none; the message says which there are.</exception>
    public static void RequireEntity(int entity, int capacity)
    {
        if ((uint)entity >= (uint)capacity)
        {
            ThrowNoSuchEntity(entity, capacity);
        }
    }

    /// <summary>Requires that a priority is one.</summary>
    /// <param name="priority">The priority.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not; the message says what is.</exception>
    public static void RequirePriority(int priority)
    {
        if ((uint)priority >= Priorities)
        {
            ThrowNoPriority(priority);
        }
    }

    /// <summary>Requires that a weight is one.</summary>
    /// <param name="weight">The weight.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static void RequireWeight(int weight)
    {
        if (weight < 1)
        {
            ThrowNoWeight(weight);
        }
    }

    /// <summary>Requires what <see cref="IDiscipline.Charge"/> says: an amount that is not negative, and an entity
    /// that is not ready.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="ready">Whether it is ready.</param>
    /// <param name="used">What it has used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    /// <exception cref="InvalidOperationException">The entity is ready.</exception>
    public static void RequireCharge(int entity, bool ready, long used)
    {
        if (used < 0 || ready)
        {
            ThrowNoCharge(entity, used);
        }
    }

    /// <summary>Requires what <see cref="IDiscipline.Forget"/> says: an entity that is not ready.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="ready">Whether it is ready.</param>
    /// <exception cref="InvalidOperationException">It is.</exception>
    public static void RequireForgettable(int entity, bool ready)
    {
        if (ready)
        {
            throw new InvalidOperationException(
                $"Entity {entity} is ready: it is forgotten after it was selected or removed.");
        }
    }

    /// <summary>Says that an entity cannot be made ready, as it is.</summary>
    /// <param name="entity">The entity.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowReadyAlready(int entity) =>
        throw new InvalidOperationException(
            $"Entity {entity} is ready already: it is added after it was selected or removed.");

    [DoesNotReturn]
    private static void ThrowNoSuchEntity(int entity, int capacity) =>
        throw new ArgumentOutOfRangeException(nameof(entity), entity, $"Entities are from 0 to {capacity - 1}.");

    [DoesNotReturn]
    private static void ThrowNoPriority(int priority) => throw new ArgumentOutOfRangeException(
        nameof(priority), priority, $"Priorities are from 0, the highest, to {Priorities - 1}.");

    [DoesNotReturn]
    private static void ThrowNoWeight(int weight) =>
        throw new ArgumentOutOfRangeException(nameof(weight), weight, $"Weights are from 1 to {int.MaxValue}.");

    [DoesNotReturn]
    private static void ThrowNoCharge(int entity, long used)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(used);
        throw new InvalidOperationException(
            $"Entity {entity} is ready: it is charged after it was selected, before it is added.");
    }
}
