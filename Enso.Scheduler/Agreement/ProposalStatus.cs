namespace Enso.Scheduler;

/// <summary>What came of a proposal.</summary>
public enum ProposalStatus
{
    /// <summary>The change was made, on all cores that answer.</summary>
    Done,

    /// <summary>It was not made: something else stands in its way, the same on all cores.</summary>
    Refused,

    /// <summary>Too few cores answer. The change may still be made once more of them do.</summary>
    Unavailable,
}
