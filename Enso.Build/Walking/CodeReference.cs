namespace Enso.Build.Walking;

/// <summary>What one instruction refers to.</summary>
/// <param name="Kind">How.</param>
/// <param name="At">The instruction's address.</param>
/// <param name="Target">The address referred to; 0 where it is not known.</param>
/// <param name="Second">For a call, the constant or address in the register of the second argument (RSI), if
/// it is known.</param>
/// <param name="Third">Likewise of the third (RDX).</param>
internal readonly record struct CodeReference(
    ReferenceKind Kind, ulong At, ulong Target, ulong? Second = null, ulong? Third = null);
