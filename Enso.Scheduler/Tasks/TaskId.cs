namespace Enso.Scheduler;

/// <summary>A task, wherever it runs. It stays a name of that task when the task has ended: nobody else ever has it.</summary>
/// <param name="Core">The core that it runs on.</param>
/// <param name="Slot">Its place among that core's tasks.</param>
/// <param name="Generation">Which of the tasks that had this place; 0 for no task.</param>
public readonly record struct TaskId(int Core, int Slot, uint Generation)
{
    /// <summary>No task.</summary>
    public static TaskId None => default;

    /// <inheritdoc/>
    public override string ToString() => Generation == 0 ? "none" : $"{Core}.{Slot}.{Generation}";
}
