namespace Enso.Build.Walking;

/// <summary>A function or a piece of data, and what there is to say of it.</summary>
/// <param name="Name">Its readable name or its linker symbol.</param>
/// <param name="Reason">What it does, where it is forbidden; why it is harmless, where it is allowed.</param>
internal sealed record NamedReason(NamePattern Name, string Reason);
