namespace ReactorBench;

/// <summary>.NET's tasks that do nothing but let one another run.</summary>
/// <param name="tasks">How many.</param>
internal sealed class TaskYields(int tasks) : Subject
{
    /// <inheritdoc/>
    public override void Run(int count)
    {
        Task[] all = new Task[tasks];
        for (int i = 0; i < tasks; i++)
        {
            all[i] = Task.Run(() => Yield(count / tasks));
        }

        Task.WaitAll(all);
    }

    private static async Task Yield(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
        }
    }
}
