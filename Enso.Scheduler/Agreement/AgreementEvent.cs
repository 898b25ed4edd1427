namespace Enso.Scheduler;

/// <summary>Something that a core learns of the others.</summary>
/// <param name="Kind">What.</param>
/// <param name="Core">Of which core; for a quorum, the core that tells.</param>
public readonly record struct AgreementEvent(AgreementEventKind Kind, int Core);
