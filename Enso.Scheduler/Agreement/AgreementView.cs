namespace Enso.Scheduler;

/// <summary>What a core knows of an <see cref="Agreement"/> and of the other cores.</summary>
/// <param name="Core">The core.</param>
/// <param name="Version">How many rounds of changes its copy has been through.</param>
/// <param name="Count">How many keys its copy has.</param>
/// <param name="Pending">How many of its proposals wait for their outcome.</param>
/// <param name="Coordinator">The core that coordinates.</param>
/// <param name="Silent">The cores that do not answer, a bit for each.</param>
/// <param name="HasQuorum">Whether enough answer for changes to be committed.</param>
public readonly record struct AgreementView(
    int Core, long Version, int Count, int Pending, int Coordinator, ulong Silent, bool HasQuorum);
