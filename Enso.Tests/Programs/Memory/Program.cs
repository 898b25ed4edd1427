using System.Runtime;
using System.Runtime.CompilerServices;

// The collector: what is kept, what goes, and what hears of it.
Console.WriteLine(GC.MaxGeneration);
WeakReference weak = Make();
Collect();
Console.WriteLine($"weak {weak.IsAlive}");

object kept = new();
WeakReference strong = new(kept);
Collect();
Console.WriteLine($"strong {strong.IsAlive} generation {GC.GetGeneration(kept)}");
GC.KeepAlive(kept);

Finalised.Create(100);
Collect();
Console.WriteLine($"finalised {Finalised.Count}");

ConditionalWeakTable<object, string> table = [];
table.Add(kept, "attached");
Collect();
Console.WriteLine(table.TryGetValue(kept, out string? attached) ? attached : "lost");

long before = GC.GetTotalAllocatedBytes(true);
byte[] block = new byte[1_000_000];
Console.WriteLine(GC.GetTotalAllocatedBytes(true) - before >= block.Length);
Console.WriteLine(GC.GetGeneration(block));

// A long list of small things, most of them garbage.
List<byte[]> survivors = [];
long sum = 0;
for (int i = 0; i < 200_000; i++)
{
    byte[] small = new byte[64 + (i % 512)];
    small[i % 64] = (byte)i;
    sum += small[i % 64];
    if (i % 1000 == 0)
    {
        survivors.Add(small);
    }
}
Console.WriteLine($"{sum} {survivors.Count} {survivors.Sum(s => (long)s.Length)}");
Console.WriteLine(GC.CollectionCount(0) > 0);

Node? root = null;
for (int i = 0; i < 100_000; i++)
{
    root = new Node(i, root);
}
Collect();
long length = 0;
for (Node? at = root; at is not null; at = at.Next)
{
    length += at.Value;
}
Console.WriteLine(length);

int[] pinned = GC.AllocateArray<int>(16, pinned: true);
unsafe
{
    fixed (int* address = pinned)
    {
        nint first = (nint)address;
        Collect();
        fixed (int* again = pinned)
        {
            Console.WriteLine(first == (nint)again);
        }
    }
}
try
{
    _ = new byte[int.Parse("2147483647")];
    Console.WriteLine("allocated");
}
catch (OutOfMemoryException)
{
    Console.WriteLine("too much");
}
Console.WriteLine(GCSettings.IsServerGC);

[MethodImpl(MethodImplOptions.NoInlining)]
static WeakReference Make() => new(new object());

static void Collect()
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    GC.Collect();
}

sealed record Node(int Value, Node? Next);

sealed class Finalised
{
    private static int s_count;
    public static int Count => s_count;
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Create(int n)
    {
        for (int i = 0; i < n; i++)
        {
            _ = new Finalised();
        }
    }
    ~Finalised() => Interlocked.Increment(ref s_count);
}
