namespace Enso.Scheduler;

/// <summary>What a task is made with.</summary>
public sealed record TaskOptions
{
    /// <summary>A task without a name, with default terms, that is removed when it is done.</summary>
    public static TaskOptions Default { get; } = new();

    /// <summary>What people know it by, in logs and lists.</summary>
    public string? Name { get; init; }

    /// <summary>What it asks the core's discipline for.</summary>
    public Terms Terms { get; init; } = new();

    /// <summary>What becomes of it when it is done.</summary>
    public Termination Termination { get; init; }

    /// <summary>How it treats children that fail.</summary>
    public Supervision Supervision { get; init; } = Supervision.None;
}
