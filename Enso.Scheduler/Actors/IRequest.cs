namespace Enso.Scheduler;

/// <summary>A message whose sender waits for an answer. It is told when there will be none.</summary>
public interface IRequest
{
    /// <summary>Says that it will not be answered: its process has failed at it, or has ended. Whoever was answered
    /// before does
    /// not notice.</summary>
    /// <param name="reason">Why.</param>
    void Refuse(Exception reason);
}
