using System.Threading.Channels;

namespace Enso.Tests.InKernel.Stress;

/// <summary>Tasks, a channel between them, and parallel loops on the thread pool.</summary>
internal sealed class TaskWorker(int seed) : StressWorker("tasks", seed)
{
    /// <inheritdoc/>
    public override void Round()
    {
        int count = Random.Next(10, 2000);
        Check.Equal((long)count * (count - 1) / 2, Sum(count).GetAwaiter().GetResult());
        long total = 0;
        Parallel.For(0, count, () => 0L, (i, _, sum) => sum + i, sum => Interlocked.Add(ref total, sum));
        Check.Equal((long)count * (count - 1) / 2, total);
    }

    private static async Task<long> Sum(int count)
    {
        Channel<int> channel = Channel.CreateBounded<int>(16);
        Task producer = Task.Run(async () =>
        {
            for (int i = 0; i < count; i++)
            {
                await channel.Writer.WriteAsync(i);
            }
            channel.Writer.Complete();
        });
        long sum = 0;
        await foreach (int value in channel.Reader.ReadAllAsync())
        {
            sum += value;
        }
        await producer;
        return sum;
    }
}
