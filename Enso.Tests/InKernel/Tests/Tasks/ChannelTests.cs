using System.Threading.Channels;

namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary>Channels: queues whose both ends can be awaited.</summary>
internal static class ChannelTests
{
    [KernelTest]
    internal static void Many_producers_and_consumers_pass_every_item_once()
        => Worker.Complete(async () =>
        {
            foreach (Channel<int> channel in new[]
            {
                Channel.CreateUnbounded<int>(),
                Channel.CreateBounded<int>(3),
                Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true }),
            })
            {
                Task[] producers = [.. Enumerable.Range(0, 4).Select(p => Task.Run(async () =>
                {
                    for (int i = 0; i < 200; i++)
                    {
                        await channel.Writer.WriteAsync((p * 1000) + i);
                    }
                }))];
                Task<List<int>>[] consumers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
                {
                    List<int> taken = [];
                    await foreach (int item in channel.Reader.ReadAllAsync())
                    {
                        taken.Add(item);
                    }
                    return taken;
                }))];
                await Task.WhenAll(producers);
                channel.Writer.Complete();
                List<int>[] taken = await Task.WhenAll(consumers);
                int[] all = [.. taken.SelectMany(t => t)];
                Check.Equal(800, all.Length);
                Check.Equal(800, all.Distinct().Count());
                // One producer's items come to each consumer in the order they were written.
                foreach (List<int> list in taken)
                {
                    for (int p = 0; p < 4; p++)
                    {
                        int[] mine = [.. list.Where(i => i / 1000 == p)];
                        Check.Sequence(mine.Order(), mine);
                    }
                }
            }
        });

    [KernelTest]
    internal static void A_single_readers_channel_keeps_the_order()
        => Worker.Complete(async () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>(
                new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
            Task writer = Task.Run(() =>
            {
                for (int i = 0; i < 3000; i++)
                {
                    Check.That(channel.Writer.TryWrite(i));
                }
                channel.Writer.Complete();
            });
            int expected = 0;
            while (await channel.Reader.WaitToReadAsync())
            {
                while (channel.Reader.TryRead(out int item))
                {
                    Check.Equal(expected++, item);
                }
            }
            await writer;
            Check.Equal(3000, expected);
        });

    [KernelTest]
    internal static void A_full_channel_waits_or_drops_as_it_was_told()
    {
        (BoundedChannelFullMode Mode, string Left, string Dropped)[] cases =
        [
            (BoundedChannelFullMode.DropWrite, "1,2,3", "4,5"),
            (BoundedChannelFullMode.DropNewest, "1,2,5", "3,4"),
            (BoundedChannelFullMode.DropOldest, "3,4,5", "1,2"),
            (BoundedChannelFullMode.Wait, "1,2,3", ""),
        ];
        foreach ((BoundedChannelFullMode mode, string left, string expectedDropped) in cases)
        {
            List<int> dropped = [];
            Channel<int> channel = Channel.CreateBounded<int>(new BoundedChannelOptions(3) { FullMode = mode },
                dropped.Add);
            for (int i = 1; i <= 5; i++)
            {
                Check.Equal(i <= 3 || mode != BoundedChannelFullMode.Wait, channel.Writer.TryWrite(i));
            }
            List<int> items = [];
            while (channel.Reader.TryRead(out int item))
            {
                items.Add(item);
            }
            Check.Equal(left, string.Join(',', items));
            Check.Equal(expectedDropped, string.Join(',', dropped));
        }
    }

    [KernelTest]
    internal static void A_writer_of_a_full_channel_goes_on_when_one_is_read()
        => Worker.Complete(async () =>
        {
            Channel<string> channel = Channel.CreateBounded<string>(1);
            await channel.Writer.WriteAsync("first");
            ValueTask waits = channel.Writer.WriteAsync("second");
            ValueTask<bool> room = channel.Writer.WaitToWriteAsync();
            Check.That(!waits.IsCompleted && !room.IsCompleted);
            Check.Equal("first", await channel.Reader.ReadAsync());
            await waits;
            Check.Equal(1, channel.Reader.Count);
            Check.That(channel.Reader.TryPeek(out string? next) && next == "second");
            using CancellationTokenSource source = new();
            ValueTask cancelled = channel.Writer.WriteAsync("third", source.Token);
            source.Cancel();
            await Check.ThrowsAsync<OperationCanceledException>(async () => await cancelled);
            Check.Equal("second", await channel.Reader.ReadAsync());
            Check.That(await room);
            Check.That(!channel.Reader.TryRead(out _));
        });

    [KernelTest]
    internal static void A_completed_channel_gives_what_it_has_and_then_its_error()
        => Worker.Complete(async () =>
        {
            Channel<int> channel = Channel.CreateUnbounded<int>();
            channel.Writer.TryWrite(1);
            channel.Writer.Complete(new IOException("torn"));
            Check.That(!channel.Writer.TryWrite(2) && !channel.Writer.TryComplete());
            Check.That(!channel.Reader.Completion.IsCompleted);
            Check.Equal(1, await channel.Reader.ReadAsync());
            ChannelClosedException closed = await Check.ThrowsAsync<ChannelClosedException>(
                async () => await channel.Reader.ReadAsync());
            Check.Equal("torn", closed.InnerException!.Message);
            await Check.ThrowsAsync<IOException>(() => channel.Reader.Completion);
            await Check.ThrowsAsync<IOException>(async () => await channel.Reader.WaitToReadAsync());
        });

    [KernelTest]
    internal static void A_prioritized_channel_gives_the_least_first()
        => Worker.Complete(async () =>
        {
            Channel<int> channel = Channel.CreateUnboundedPrioritized<int>();
            foreach (int i in new[] { 5, 1, 4, 2, 3 })
            {
                await channel.Writer.WriteAsync(i);
            }
            channel.Writer.Complete();
            List<int> taken = [];
            await foreach (int i in channel.Reader.ReadAllAsync())
            {
                taken.Add(i);
            }
            Check.Sequence([1, 2, 3, 4, 5], taken);
        });

    [KernelTest]
    internal static void A_pipeline_of_channels_sieves_primes()
        => Worker.Complete(async () =>
        {
            // Each prime found adds a stage that drops its multiples (McIlroy's sieve).
            using CancellationTokenSource stop = new();
            Channel<int> source = Channel.CreateBounded<int>(1);
            Task generator = Task.Run(async () =>
            {
                for (int i = 2; await source.Writer.WaitToWriteAsync(stop.Token); i++)
                {
                    await source.Writer.WriteAsync(i, stop.Token);
                }
            });
            List<Task> stages = [generator];
            List<int> primes = [];
            ChannelReader<int> reader = source.Reader;
            while (primes.Count < 15)
            {
                int prime = await reader.ReadAsync();
                primes.Add(prime);
                ChannelReader<int> from = reader;
                Channel<int> to = Channel.CreateBounded<int>(1);
                stages.Add(Task.Run(async () =>
                {
                    await foreach (int i in from.ReadAllAsync(stop.Token))
                    {
                        if (i % prime != 0)
                        {
                            await to.Writer.WriteAsync(i, stop.Token);
                        }
                    }
                }));
                reader = to.Reader;
            }
            stop.Cancel();
            foreach (Task stage in stages)
            {
                await stage.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Check.That(stage.IsCanceled, stage.Exception?.ToString());
            }
            Check.Sequence([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47], primes);
        });
}
