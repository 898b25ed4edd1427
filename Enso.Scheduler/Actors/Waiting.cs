namespace Enso.Scheduler;

/// <summary>Somebody in a <see cref="WaitList"/>.</summary>
internal abstract class Waiting
{
    /// <summary>The one who was added before; the list's.</summary>
    public Waiting? Before { get; set; }

    /// <summary>Called once when the list wakes, on whatever thread; it is in no list then.</summary>
    public abstract void Wake();
}
