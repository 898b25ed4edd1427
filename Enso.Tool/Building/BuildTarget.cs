namespace Enso.Tool.Building;

/// <summary>What to build.</summary>
public enum BuildTarget
{
    /// <summary>The kernel, and what it is made of.</summary>
    Kernel,

    /// <summary>Every project.</summary>
    Everything,
}
