namespace Enso.Scheduler;

/// <summary>What all disciplines have in common.</summary>
public static class Discipline
{
    /// <summary>No entity.</summary>
    public const int None = -1;

    /// <summary>Priorities are from 0, the highest, to below this.</summary>
    public const int Priorities = 64;
}
