namespace Enso.Tool.Results;

/// <summary>A test that failed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Message">Why.</param>
public sealed record TestFailure(string Name, string Message);
