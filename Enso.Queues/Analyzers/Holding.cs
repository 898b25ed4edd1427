using System;

namespace Enso.Queues.Analyzers;

/// <summary>What a variable may hold at a point of a method: one flag for each path's outcome.</summary>
[Flags]
internal enum Holding
{
    /// <summary>The point is not reached.</summary>
    None = 0,

    /// <summary>No message.</summary>
    Empty = 1,

    /// <summary>A message that this method must give away.</summary>
    Owned = 2,

    /// <summary>A message that came from where ownership is not followed, such as a field.</summary>
    Unknown = 4,

    /// <summary>A message of the caller.</summary>
    Lent = 8,

    /// <summary>A message that was given away.</summary>
    Given = 16,
}
