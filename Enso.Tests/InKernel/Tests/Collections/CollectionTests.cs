using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Tests.Collections;

/// <summary>The ordinary collections, against models of their own.</summary>
internal static class CollectionTests
{
    [KernelTest]
    internal static void A_priority_queue_gives_the_least_first()
    {
        PriorityQueue<int, int> queue = new();
        Random random = new(8);
        List<int> model = [];
        for (int i = 0; i < 2000; i++)
        {
            if (random.Next(3) != 0 || model.Count == 0)
            {
                int priority = random.Next(100_000);
                queue.Enqueue(priority * 2, priority);
                model.Add(priority);
            }
            else
            {
                int least = model.Min();
                model.Remove(least);
                Check.That(queue.TryDequeue(out int element, out int priority));
                Check.Equal(least, priority);
                Check.Equal(least * 2, element);
            }
        }
        Check.Equal(model.Count, queue.Count);
        Check.Equal(-4, queue.EnqueueDequeue(-4, -2));
        Check.That(queue.Remove(queue.Peek(), out _, out int removed) && removed == model.Min());
    }

    [KernelTest]
    internal static void A_dictionary_survives_a_random_history()
    {
        Dictionary<long, string> dictionary = [];
        SortedDictionary<long, string> model = [];
        Random random = new(17);
        for (int i = 0; i < 5000; i++)
        {
            // Keys that collide in their lower 32 bits, too.
            long key = ((long)random.Next(4) << 32) | (uint)random.Next(200);
            if (random.Next(3) == 0)
            {
                Check.Equal(model.Remove(key), dictionary.Remove(key));
            }
            else
            {
                dictionary[key] = model[key] = $"{i}";
            }
        }
        Check.Sequence(model.Keys, dictionary.Keys.Order());
        Check.That(model.All(p => dictionary[p.Key] == p.Value));
        Check.Throws<KeyNotFoundException>(() => GC.KeepAlive(dictionary[-1]));
        Check.Throws<ArgumentException>(() => dictionary.Add(model.Keys.First(), ""));
        Check.Throws<InvalidOperationException>(() =>
        {
            foreach (long key in dictionary.Keys)
            {
                dictionary.Add(key + 1_000_000, "");
            }
        });
        ref string? slot = ref CollectionsMarshal.GetValueRefOrAddDefault(dictionary, -5, out bool existed);
        Check.That(!existed && slot is null);
        slot = "direct";
        Check.Equal("direct", dictionary[-5]);
    }

    [KernelTest]
    internal static void Lists_sort_search_insert_and_remove()
    {
        List<int> list = [.. Enumerable.Range(0, 1000).Select(i => i * 7919 % 1000)];
        list.Sort();
        Check.Sequence(Enumerable.Range(0, 1000), list);
        Check.Equal(~1000, list.BinarySearch(5000));
        Check.Equal(500, list.RemoveAll(i => i % 2 == 0));
        list.InsertRange(0, [9, 8]);
        list.RemoveRange(1, 10);
        list.Reverse(0, 3);
        Check.Sequence([21, 19, 9, 23], list[..4]);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(list[list.Count]));
        // A sort that is not stable still keeps keys and items together.
        string[] items = ["c", "a", "b"];
        int[] keys = [3, 1, 2];
        Array.Sort(keys, items);
        Check.Sequence(["a", "b", "c"], items);
        InvalidOperationException e = Check.Throws<InvalidOperationException>(
            () => list.Sort((_, _) => throw new FormatException()));
        Check.That(e.InnerException is FormatException);
    }

    [KernelTest]
    internal static void Sorted_collections_keep_their_order_and_give_ranges()
    {
        SortedSet<int> set = [.. Enumerable.Range(0, 500).Select(i => i * 173 % 500)];
        Check.Sequence(Enumerable.Range(0, 500), set);
        Check.Sequence([10, 11, 12], set.GetViewBetween(10, 12));
        set.RemoveWhere(i => i % 3 != 0);
        Check.Sequence([498, 495, 492], set.Reverse().Take(3));
        SortedList<string, int> list = new(StringComparer.Ordinal) { ["b"] = 2, ["a"] = 1, ["C"] = 3 };
        Check.Sequence(["C", "a", "b"], list.Keys);
        Check.Equal(1, list.IndexOfKey("a"));
        OrderedDictionary<string, int> ordered = new() { ["z"] = 1, ["y"] = 2 };
        ordered.Insert(1, "m", 3);
        ordered["z"] = 9;
        Check.Sequence(["z", "m", "y"], ordered.Keys);
        Check.Equal(9, ordered.GetAt(0).Value);
    }

    [KernelTest]
    internal static void Queues_stacks_linked_lists_and_bit_arrays()
    {
        Queue<int> queue = new();
        Stack<int> stack = new();
        LinkedList<int> linked = new();
        for (int i = 0; i < 100; i++)
        {
            queue.Enqueue(i);
            stack.Push(i);
            linked.AddFirst(i);
            if (i % 3 == 0)
            {
                Check.Equal(i / 3, queue.Dequeue());
            }
        }
        Check.Equal(34, queue.Peek());
        Check.Sequence(Enumerable.Range(0, 100).Reverse(), stack);
        Check.Sequence(stack, linked);
        LinkedListNode<int> node = linked.Find(50)!;
        linked.AddAfter(node, -50);
        linked.Remove(node);
        Check.Equal(-50, linked.ElementAt(49));
        System.Collections.BitArray bits = new(70);
        bits[3] = bits[69] = true;
        Check.Equal(68, bits.Not().Cast<bool>().Count(b => b));
        BitVector32.Section low = BitVector32.CreateSection(15);
        BitVector32 vector = new(0);
        vector[BitVector32.CreateSection(7, low)] = 5;
        Check.Equal(5 << 4, vector.Data);
    }

    [KernelTest]
    internal static void An_observed_collection_reports_every_change()
    {
        List<string> log = [];
        ObservableCollection<string> collection = ["a"];
        collection.CollectionChanged += (_, e) => log.Add($"{e.Action} {e.NewStartingIndex} {e.OldStartingIndex}");
        collection.Add("b");
        collection.Move(0, 1);
        collection[0] = "c";
        collection.RemoveAt(1);
        collection.Clear();
        Check.Sequence(["Add 1 -1", "Move 1 0", "Replace 0 0", "Remove -1 1", "Reset -1 -1"], log);
        ReadOnlyCollection<int> fixedSize = Array.AsReadOnly([1, 2]);
        Check.Throws<NotSupportedException>(() => ((IList<int>)fixedSize).Add(3));
    }

    [KernelTest]
    internal static void Sets_of_spans_and_own_comparers_find_their_items()
    {
        HashSet<string> set = new(StringComparer.OrdinalIgnoreCase) { "Alpha", "beta" };
        Check.That(!set.Add("ALPHA") && set.Contains("BETA"));
        Check.That(set.GetAlternateLookup<ReadOnlySpan<char>>().Contains("xalphax".AsSpan(1, 5)));
        set.SymmetricExceptWith(["ALPHA", "gamma"]);
        Check.Sequence(["beta", "gamma"], set.Order());
        HashSet<(int, int)> pairs = [];
        for (int i = 0; i < 50; i++)
        {
            for (int k = 0; k < 50; k++)
            {
                pairs.Add((i % 10, k % 20));
            }
        }
        Check.Equal(200, pairs.Count);
        Check.That(pairs.IsSupersetOf([(0, 0), (9, 19)]));
    }
}
