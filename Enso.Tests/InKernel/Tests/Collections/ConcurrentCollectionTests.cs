using System.Collections.Concurrent;

namespace Enso.Tests.InKernel.Tests.Collections;

/// <summary>Collections that many threads use at once.</summary>
internal static class ConcurrentCollectionTests
{
    private const int Threads = 4;
    private const int Each = 800;

    [KernelTest]
    internal static void A_queue_gives_every_item_once_and_each_producers_in_order()
    {
        ConcurrentQueue<int> queue = new();
        List<int>[] taken = new List<int>[Threads];
        int left = Threads * Each;
        Worker.RunMany(Threads * 2, i =>
        {
            if (i < Threads)
            {
                for (int k = 0; k < Each; k++)
                {
                    queue.Enqueue((i * 10_000) + k);
                }
                return;
            }
            taken[i - Threads] = [];
            while (Volatile.Read(ref left) > 0)
            {
                if (queue.TryDequeue(out int item))
                {
                    taken[i - Threads].Add(item);
                    Interlocked.Decrement(ref left);
                }
                else
                {
                    Thread.Yield();
                }
            }
        });
        Check.That(queue.IsEmpty);
        Check.Equal(Threads * Each, taken.SelectMany(t => t).Distinct().Count());
        foreach (List<int> list in taken)
        {
            foreach (IGrouping<int, int> one in list.GroupBy(x => x / 10_000))
            {
                Check.Sequence(one.Order(), one);
            }
        }
    }

    [KernelTest]
    internal static void A_stack_and_a_bag_lose_nothing()
    {
        ConcurrentStack<int> stack = new();
        ConcurrentBag<int> bag = [];
        int fromStack = 0;
        int fromBag = 0;
        Worker.RunMany(Threads, i =>
        {
            for (int k = 0; k < Each; k++)
            {
                stack.Push(1);
                bag.Add(1);
                if (k % 3 == 0)
                {
                    Interlocked.Add(ref fromStack, stack.TryPop(out int a) ? a : 0);
                    Interlocked.Add(ref fromBag, bag.TryTake(out int b) ? b : 0);
                }
                if (k % 100 == 0)
                {
                    int[] range = [1, 1, 1];
                    stack.PushRange(range);
                    Interlocked.Add(ref fromStack, stack.TryPopRange(range));
                }
            }
        });
        Check.Equal((Threads * Each) + (Threads * 8 * 3), fromStack + stack.Count);
        Check.Equal(Threads * Each, fromBag + bag.Count);
        ConcurrentStack<string> order = new(["a", "b", "c"]);
        Check.Equal("c,b,a", string.Join(',', order));
    }

    [KernelTest]
    internal static void A_dictionary_updates_each_key_atomically()
    {
        ConcurrentDictionary<string, int> counts = new();
        Worker.RunMany(Threads, i =>
        {
            for (int k = 0; k < Each; k++)
            {
                counts.AddOrUpdate($"key {k % 37}", 1, (_, old) => old + 1);
            }
        });
        Check.Equal(37, counts.Count);
        Check.Equal(Threads * Each, counts.Values.Sum());
        for (int k = 0; k < 37; k++)
        {
            Check.Equal(Threads * ((Each / 37) + (k < Each % 37 ? 1 : 0)), counts[$"key {k}"]);
        }
        Check.That(counts.TryRemove(new KeyValuePair<string, int>("key 0", counts["key 0"])));
        Check.That(!counts.TryUpdate("key 1", 5, -1));
        Check.Equal(9, counts.GetOrAdd("key 0", _ => 9));
        ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> bySpan
            = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        Check.That(bySpan.TryGetValue("a key 0".AsSpan(2), out int nine) && nine == 9);
    }

    [KernelTest]
    internal static void A_dictionary_that_grows_while_others_read_stays_right()
    {
        ConcurrentDictionary<int, int> squares = new();
        bool done = false;
        Worker.RunMany(Threads, i =>
        {
            if (i == 0)
            {
                for (int k = 0; k < 5000; k++)
                {
                    Check.That(squares.TryAdd(k, k * k));
                }
                Volatile.Write(ref done, true);
                return;
            }
            int known = 0;
            while (!Volatile.Read(ref done))
            {
                while (squares.TryGetValue(known, out int square))
                {
                    Check.Equal(known * known, square);
                    known++;
                }
                Thread.Yield();
            }
        });
        Check.Equal(5000, squares.Count);
        Check.That(squares.All(p => p.Value == p.Key * p.Key));
    }

    [KernelTest]
    internal static void A_blocking_collection_bounds_its_producers_and_ends_its_consumers()
    {
        using BlockingCollection<int> items = new(new ConcurrentQueue<int>(), boundedCapacity: 5);
        long sum = 0;
        int most = 0;
        Worker.RunMany(5, i =>
        {
            if (i == 0)
            {
                for (int k = 1; k <= 600; k++)
                {
                    items.Add(k);
                    most = Math.Max(most, items.Count);
                }
                items.CompleteAdding();
                return;
            }
            foreach (int item in items.GetConsumingEnumerable())
            {
                Interlocked.Add(ref sum, item);
            }
        });
        Check.Equal(600L * 601 / 2, sum);
        Check.That(most <= 5, $"{most} items");
        Check.That(items.IsCompleted);
        Check.Throws<InvalidOperationException>(() => items.Add(1));
        Check.Throws<InvalidOperationException>(() => items.Take());
    }

    [KernelTest]
    internal static void Several_blocking_collections_are_waited_for_at_once()
    {
        using BlockingCollection<string> first = [];
        using BlockingCollection<string> second = [];
        using CancellationTokenSource source = new();
        string? taken = null;
        Worker worker = Worker.Start(() =>
        {
            Check.Equal(1, BlockingCollection<string>.TakeFromAny([first, second], out taken));
            Check.Throws<OperationCanceledException>(() => first.Take(source.Token));
        });
        second.Add("here");
        Worker.Await(() => Volatile.Read(ref taken) is not null);
        source.Cancel();
        worker.Join();
        Check.Equal("here", taken);
        Check.That(!first.TryTake(out _, 1));
    }

    [KernelTest]
    internal static void A_partitioner_hands_out_every_item_once()
    {
        IList<IEnumerator<int>> parts = Partitioner.Create(Enumerable.Range(0, 500)).GetPartitions(Threads);
        ConcurrentDictionary<int, int> seen = new();
        Worker.RunMany(Threads, i =>
        {
            using IEnumerator<int> part = parts[i];
            while (part.MoveNext())
            {
                Check.That(seen.TryAdd(part.Current, i));
            }
        });
        Check.Equal(500, seen.Count);
    }
}
