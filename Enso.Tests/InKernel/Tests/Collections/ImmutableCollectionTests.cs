using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Enso.Tests.InKernel.Tests.Collections;

/// <summary>Immutable and frozen collections.</summary>
internal static class ImmutableCollectionTests
{
    [KernelTest]
    internal static void Changing_an_immutable_list_leaves_the_old_one_alone()
    {
        ImmutableList<int> old = [1, 2, 3];
        ImmutableList<int> changed = old.Insert(1, 9).Remove(3).SetItem(0, 7).AddRange([4, 5]);
        Check.Sequence([1, 2, 3], old);
        Check.Sequence([7, 9, 2, 4, 5], changed);
        Check.Sequence([2, 4, 5, 7, 9], changed.Sort());
        Check.Equal(3, changed.Sort().BinarySearch(7));
        ImmutableList<int> large = ImmutableList.CreateRange(Enumerable.Range(0, 2000));
        Random random = new(5);
        List<int> model = [.. large];
        for (int i = 0; i < 500; i++)
        {
            int at = random.Next(model.Count);
            model.RemoveAt(at);
            large = large.RemoveAt(at);
            at = random.Next(model.Count);
            model.Insert(at, -i);
            large = large.Insert(at, -i);
        }
        Check.Sequence(model, large);
    }

    [KernelTest]
    internal static void Immutable_arrays_builders_and_equality()
    {
        ImmutableArray<string> array = ["a", "b"];
        Check.That(default(ImmutableArray<string>).IsDefault && !array.IsDefaultOrEmpty);
        ImmutableArray<string>.Builder builder = array.ToBuilder();
        builder.Add("c");
        builder[0] = "z";
        Check.Sequence(["z", "b", "c"], builder.ToImmutable());
        builder.Capacity = builder.Count;
        Check.Sequence(["z", "b", "c"], builder.MoveToImmutable());
        Check.Equal(0, builder.Count);
        Check.Sequence(["a", "b"], array);
    }

    [KernelTest]
    internal static void Immutable_maps_and_sets_agree_with_their_mutable_kin()
    {
        ImmutableDictionary<string, int> map = ImmutableDictionary<string, int>.Empty.WithComparers(
            StringComparer.OrdinalIgnoreCase);
        ImmutableSortedDictionary<int, string> sorted = ImmutableSortedDictionary<int, string>.Empty;
        for (int i = 0; i < 300; i++)
        {
            map = map.SetItem($"Key{i % 100}", i);
            sorted = sorted.SetItem(i * 37 % 101, $"{i}");
        }
        Check.Equal(100, map.Count);
        Check.Equal(299, map["KEY99"]);
        Check.That(!map.Remove("kEy5").ContainsKey("Key5") && map.ContainsKey("Key5"));
        Check.Sequence(Enumerable.Range(0, 101), sorted.Keys);
        Check.Throws<ArgumentException>(() => map.Add("key1", -1));
        ImmutableHashSet<int> a = [1, 2, 3, 4];
        ImmutableSortedSet<int> b = [3, 4, 5];
        Check.Sequence([3, 4], a.Intersect(b).Order());
        Check.Sequence([1, 2, 5], a.SymmetricExcept(b).Order());
        Check.Equal(5, b.Max);
        Check.That(b.IsSubsetOf([5, 4, 3, 2]));
    }

    [KernelTest]
    internal static void Immutable_stacks_and_queues_share_their_past()
    {
        ImmutableStack<int> stack = ImmutableStack<int>.Empty.Push(1).Push(2);
        ImmutableStack<int> other = stack.Pop(out int top).Push(9);
        Check.Equal(2, top);
        Check.Sequence([2, 1], stack);
        Check.Sequence([9, 1], other);
        ImmutableQueue<int> queue = ImmutableQueue<int>.Empty.Enqueue(1).Enqueue(2).Enqueue(3);
        Check.Sequence([2, 3], queue.Dequeue(out int first));
        Check.Equal(1, first);
        Check.Equal(1, queue.Peek());
    }

    [KernelTest]
    internal static void An_immutable_dictionary_is_updated_by_many_threads_without_a_lock()
    {
        ImmutableDictionary<int, int> shared = ImmutableDictionary<int, int>.Empty;
        Worker.RunMany(4, i =>
        {
            for (int k = 0; k < 150; k++)
            {
                ImmutableInterlocked.AddOrUpdate(ref shared, k % 10, 1, (_, old) => old + 1);
                int key = 1000 + (i * 1000) + k;
                Check.That(ImmutableInterlocked.TryAdd(ref shared, key, key));
            }
        });
        Check.Equal(10 + (4 * 150), shared.Count);
        for (int k = 0; k < 10; k++)
        {
            Check.Equal(60, shared[k]);
        }
    }

    [KernelTest]
    internal static void Frozen_collections_find_what_they_were_made_of_and_nothing_else()
    {
        string[] words = [.. Enumerable.Range(0, 200).Select(i => $"{(char)('a' + (i % 26))}word{i * 31}")];
        FrozenDictionary<string, int> map = words.Select((word, i) => (word, i)).ToFrozenDictionary(p => p.word, p => p.i);
        for (int i = 0; i < words.Length; i++)
        {
            Check.Equal(i, map[words[i]]);
            Check.That(!map.ContainsKey(words[i] + "x"));
        }
        FrozenSet<string> insensitive = words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Check.That(insensitive.Contains(words[5].ToUpperInvariant()));
        Check.That(insensitive.TryGetValue(words[5].ToUpperInvariant(), out string? actual) && actual == words[5]);
        FrozenSet<int> numbers = Enumerable.Range(0, 1000).Where(i => i % 7 == 0).ToFrozenSet();
        Check.Equal(Enumerable.Range(0, 1000).Count(i => i % 7 == 0), Enumerable.Range(-5, 1010).Count(numbers.Contains));
        FrozenDictionary<DayOfWeek, string> days = Enum.GetValues<DayOfWeek>().ToFrozenDictionary(d => d, d => d.ToString());
        Check.Equal("Wednesday", days[DayOfWeek.Wednesday]);
    }
}
