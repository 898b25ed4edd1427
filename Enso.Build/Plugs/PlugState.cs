namespace Enso.Build.Plugs;

/// <summary>How much of its manual page a C symbol fulfils.</summary>
internal enum PlugState
{
    /// <summary>All of it.</summary>
    Complete,

    /// <summary>Part of it; what is not done is said.</summary>
    Partial,

    /// <summary>It fails as the manual page says for a system without what it is for.</summary>
    Unsupported,
}
