namespace Enso.Scheduler;

/// <summary>What an <see cref="AgreementEvent"/> tells.</summary>
public enum AgreementEventKind : byte
{
    /// <summary>A core does not answer; rounds go on without it.</summary>
    Silent,

    /// <summary>A silent core is back and up to date.</summary>
    Returned,

    /// <summary>A core has become coordinator.</summary>
    Coordinator,

    /// <summary>Too few cores answer: nothing is committed until more do.</summary>
    QuorumLost,

    /// <summary>Changes are committed again.</summary>
    QuorumRegained,
}
