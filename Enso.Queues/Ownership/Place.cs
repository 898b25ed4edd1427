namespace Enso.Queues;

/// <summary>A line of a source file.</summary>
internal readonly record struct Place(string File, int Line);
