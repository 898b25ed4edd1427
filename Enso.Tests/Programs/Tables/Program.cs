using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Collections.Specialized;

// Dictionaries, sets, queues: those of the class library, with keys of several kinds.
Dictionary<string, int> counts = new(StringComparer.OrdinalIgnoreCase);
foreach (string word in "The cat and the hat and THE bat".Split(' '))
{
    counts[word] = counts.GetValueOrDefault(word) + 1;
}
Console.WriteLine(string.Join(' ', counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
Dictionary<(int, int), string> grid = new() { [(0, 1)] = "a", [(1, 0)] = "b" };
Console.WriteLine(grid[(1, 0)] + grid.ContainsKey((1, 1)) + grid.Remove((0, 1), out string? gone) + gone);
Dictionary<int, int> many = [];
for (int i = 0; i < 100_000; i++)
{
    many[i * 7919] = i;
}
Console.WriteLine(many.Count + " " + many[7919 * 500] + " " + many.Keys.Sum(k => (long)k));

SortedDictionary<string, int> sorted = new(counts, StringComparer.Ordinal);
SortedList<int, string> list = new() { [3] = "c", [1] = "a", [2] = "b" };
Console.WriteLine(string.Join(' ', sorted.Keys) + " " + string.Concat(list.Values) + list.IndexOfKey(2));
SortedSet<int> set = [5, 1, 4, 1, 3];
Console.WriteLine(string.Join(' ', set.GetViewBetween(2, 4)) + " " + set.Min + set.Max);
HashSet<string> a = ["x", "y"], b = ["y", "z"];
a.SymmetricExceptWith(b);
Console.WriteLine(string.Join(' ', a.Order()));

PriorityQueue<string, int> queue = new([("low", 9), ("high", 1), ("middle", 5)]);
queue.EnqueueDequeue("urgent", 0);
while (queue.TryDequeue(out string? item, out int priority))
{
    Console.Write($"{item}:{priority} ");
}
Console.WriteLine();
LinkedList<int> linked = new([1, 3]);
linked.AddAfter(linked.First!, 2);
Console.WriteLine(string.Join(' ', linked) + " " + new Queue<int>([1, 2]).Peek() + new Stack<int>([1, 2]).Peek());

ConcurrentDictionary<int, int> shared = [];
Parallel.For(0, 10_000, i => shared.AddOrUpdate(i % 10, 1, (_, n) => n + 1));
Console.WriteLine(string.Join(' ', shared.OrderBy(pair => pair.Key).Select(pair => pair.Value)));
ConcurrentBag<int> bag = [];
Parallel.ForEach(Enumerable.Range(1, 1000), bag.Add);
Console.WriteLine(bag.Sum());
BlockingCollection<int> blocking = new(2);
Task filling = Task.Run(() => { for (int i = 0; i < 10; i++) { blocking.Add(i); } blocking.CompleteAdding(); });
Console.WriteLine(blocking.GetConsumingEnumerable().Sum());
filling.Wait();

ImmutableList<int> immutable = [1, 2, 3];
Console.WriteLine(string.Join(' ', immutable.Add(4).RemoveAt(0)) + " " + immutable.Count);
FrozenDictionary<string, int> frozen = counts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
Console.WriteLine(frozen["CAT"]);
ObservableCollection<int> observed = [];
observed.CollectionChanged += (_, e) => Console.Write($"{e.Action} ");
observed.Add(1);
observed.Move(0, 0);
observed.Clear();
Console.WriteLine();
OrderedDictionary old = new() { { "k", 1 }, { "j", 2 } };
Console.WriteLine(old[1] + string.Join(",", old.Keys.Cast<string>()));
BitSet bits = new(70) { [3] = true, [64] = true };
Console.WriteLine(bits);

sealed class BitSet(int size)
{
    private readonly System.Collections.BitArray _bits = new(size);
    public bool this[int index] { get => _bits[index]; set => _bits[index] = value; }
    public override string ToString() => string.Join(',', Enumerable.Range(0, size).Where(i => _bits[i]));
}
