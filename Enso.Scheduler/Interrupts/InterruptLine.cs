namespace Enso.Scheduler;

/// <summary>An interrupt that somebody serves.</summary>
public sealed record InterruptLine
{
    /// <summary>Classes of interrupts, 0 the highest.</summary>
    public const int Classes = 16;

    /// <summary>Vectors of a core.</summary>
    public const int Vectors = 256;

    /// <summary>What people know it by.</summary>
    public required string Name { get; init; }

    /// <summary>Its vector, from 0 to 255.</summary>
    public required int Vector { get; init; }

    /// <summary>Its class, from 0, the highest, to 15; null for that of the processor's own priorities, the
    /// vector's upper four bits.</summary>
    public int? Class { get; init; }

    /// <summary>The core that serves it; null for <see cref="ReactorOptions.InterruptCore"/>, or, where there is
    /// none, the one that registers it.</summary>
    public int? Core { get; init; }

    /// <summary>Whether it triggers by level: it is masked from its top half to its handler's end.</summary>
    public bool IsLevel { get; init; }

    /// <summary>The class that it has.</summary>
    internal int ClassOrDefault => Class ?? Classes - 1 - (Vector >> 4);

    /// <summary>The core that serves it.</summary>
    /// <param name="options">The cluster's.</param>
    /// <param name="asking">The core that registers it.</param>
    internal int CoreOrDefault(ReactorOptions options, int asking) => Core ?? options.InterruptCore ?? asking;

    /// <summary>Refuses values that are not allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message says what is.</exception>
    internal void Check()
    {
        if (Vector is < 0 or >= Vectors)
        {
            throw new ArgumentOutOfRangeException(nameof(Vector), Vector, $"Vectors are from 0 to {Vectors - 1}.");
        }

        if (Class is < 0 or >= Classes)
        {
            throw new ArgumentOutOfRangeException(nameof(Class), Class, $"Classes are from 0 to {Classes - 1}.");
        }
    }
}
