namespace Enso.Machine.Memory;

/// <summary>What may be done with an area.</summary>
internal enum Protection : uint
{
    /// <summary>Reserved: any access is a fault.</summary>
    None,

    /// <summary>Read only.</summary>
    Read,

    /// <summary>Read, and fetch instructions.</summary>
    ReadExecute,

    /// <summary>Read and write.</summary>
    ReadWrite,
}
