namespace Enso.Build.Walking;

/// <summary>A pointer to a function that one function calls through and another sets.</summary>
/// <param name="Caller">Who calls through it.</param>
/// <param name="Setter">Who sets it, to its second argument. Whatever function the image's code passes there
/// may be called.</param>
internal sealed record SetPointer(NamePattern Caller, NamePattern Setter);
