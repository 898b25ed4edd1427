namespace Enso.Scheduler;

/// <summary>Something that another thread hands to a core.</summary>
internal interface IPosted
{
    /// <summary>The next one that was handed over; whoever has this has it alone.</summary>
    IPosted? Next { get; set; }

    /// <summary>Taken by the core, on its thread.</summary>
    void Take();
}
