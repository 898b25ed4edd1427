namespace Enso.Build.Walking;

/// <summary>How an instruction refers to something else.</summary>
internal enum ReferenceKind
{
    /// <summary>It calls a function.</summary>
    Call,

    /// <summary>It jumps to another function, or runs into it.</summary>
    Jump,

    /// <summary>It takes a function's address.</summary>
    Address,

    /// <summary>It calls, or leaves by a jump to, an address that is known only at run time.</summary>
    Indirect,

    /// <summary>It reads, writes or takes the address of data.</summary>
    Data,

    /// <summary>It is no instruction.</summary>
    Undecodable,
}
