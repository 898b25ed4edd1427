namespace Enso.Scheduler;

/// <summary>What a name stands for.</summary>
/// <param name="Core">The core where it is.</param>
/// <param name="Kind">What kind of thing it is: the users' own numbering.</param>
/// <param name="Id">Which one of them.</param>
public readonly record struct NameEntry(int Core, int Kind, long Id);
