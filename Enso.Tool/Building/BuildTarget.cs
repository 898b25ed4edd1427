namespace Enso.Tool.Building;

/// <summary>What to build.</summary>
public enum BuildTarget
{
    /// <summary>The kernel, and what it is made of.</summary>
    Kernel,

    /// <summary>The kernel as it was written: not optimised, so that a debugger sees every line and local.</summary>
    DebugKernel,

    /// <summary>Every project.</summary>
    Everything,
}
