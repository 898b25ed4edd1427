using System.Diagnostics;
using System.Threading.Channels;

namespace OsBench.Benchmarks;

/// <summary>An item through a bounded <see cref="Channel"/>, from one task to another.</summary>
internal sealed class ChannelBenchmark : Benchmark
{
    private const int Capacity = 1024;

    /// <inheritdoc/>
    public override string Name => "channel";

    /// <inheritdoc/>
    public override int Operations => 200_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        Channel<int> channel = Channel.CreateBounded<int>(Capacity);
        long start = Stopwatch.GetTimestamp();
        Task producer = Task.Run(() => ProduceAsync(channel.Writer, operations));
        Task<int> consumer = Task.Run(() => ConsumeAsync(channel.Reader));
        Task.WaitAll(producer, consumer);
        double time = Since(start);
        return consumer.Result == operations
            ? [time / operations]
            : throw new InvalidOperationException($"Of {operations} items {consumer.Result} arrived.");
    }

    private static async Task ProduceAsync(ChannelWriter<int> writer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await writer.WriteAsync(i);
        }

        writer.Complete();
    }

    private static async Task<int> ConsumeAsync(ChannelReader<int> reader)
    {
        int count = 0;
        await foreach (int item in reader.ReadAllAsync())
        {
            count += item == count ? 1 : 0;
        }

        return count;
    }
}
