namespace Enso.Simulation;

/// <summary>What a simulated core is about.</summary>
internal enum CoreState
{
    /// <summary>It runs turns.</summary>
    Awake,

    /// <summary>It had nothing to do in its last turn.</summary>
    Idle,

    /// <summary>It has said that it sleeps, has looked for the last time, and is about to.</summary>
    Drowsy,

    /// <summary>It sleeps.</summary>
    Asleep,

    /// <summary>Its sleep has ended; it has not said so yet.</summary>
    Woken,
}
