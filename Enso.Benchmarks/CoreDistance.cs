namespace Enso.Benchmarks;

/// <summary>How far apart two cores are. Where they are virtual, the host may move them at any time.</summary>
public enum CoreDistance
{
    /// <summary>They share a cache.</summary>
    Near,

    /// <summary>They do not.</summary>
    Far,

    /// <summary>They were moved while something was measured, which therefore says nothing.</summary>
    Mixed,
}
