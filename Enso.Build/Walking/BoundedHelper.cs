namespace Enso.Build.Walking;

/// <summary>A helper that is harmless for small sizes only.</summary>
/// <param name="Name">Its linker symbol.</param>
/// <param name="IsThird">Whether the size is the third argument; otherwise it is the second.</param>
/// <param name="Limit">The largest harmless size in bytes.</param>
/// <param name="Reason">What it does beyond.</param>
internal sealed record BoundedHelper(NamePattern Name, bool IsThird, ulong Limit, string Reason);
