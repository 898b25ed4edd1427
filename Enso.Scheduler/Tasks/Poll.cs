namespace Enso.Scheduler;

/// <summary>How a task leaves its poll.</summary>
public enum Poll
{
    /// <summary>It has more to do and lets others run first.</summary>
    Yield,

    /// <summary>It has nothing to do until it is woken.</summary>
    Wait,

    /// <summary>It has come to its end.</summary>
    End,
}
