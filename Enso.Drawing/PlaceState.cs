namespace Enso.Drawing;

/// <summary>What a place of a ring holds.</summary>
internal enum PlaceState
{
    /// <summary>Nothing yet.</summary>
    Empty,

    /// <summary>A message that all have read: it may be written over.</summary>
    Read,

    /// <summary>A message that all have read, kept for readers that come later.</summary>
    Retained,

    /// <summary>A message that somebody has still to read.</summary>
    Waiting,

    /// <summary>Claimed and not finished.</summary>
    Claimed,

    /// <summary>Finished, behind one that is not.</summary>
    Finished,
}
