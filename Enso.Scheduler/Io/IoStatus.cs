namespace Enso.Scheduler;

/// <summary>How a request ended for the task that made it.</summary>
public enum IoStatus
{
    /// <summary>The device has completed it.</summary>
    Completed,

    /// <summary>Its time was over before. The device may still do it.</summary>
    TimedOut,
}
