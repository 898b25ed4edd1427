namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="Interlocked"/> in all widths, alone and under contention.</summary>
internal static class InterlockedTests
{
    private const int Threads = 4;
    private const int Each = 3000;

    [KernelTest]
    internal static void Additions_from_many_threads_are_all_counted()
    {
        int i32 = 0;
        long i64 = 0;
        uint u32 = 0;
        ulong u64 = 0;
        Worker.RunMany(Threads, _ =>
        {
            for (int i = 0; i < Each; i++)
            {
                Interlocked.Increment(ref i32);
                Interlocked.Add(ref i64, 1L << 33);
                Interlocked.Decrement(ref u32);
                Interlocked.Add(ref u64, ulong.MaxValue);
            }
        });
        Check.Equal(Threads * Each, i32);
        Check.Equal((1L << 33) * Threads * Each, i64);
        Check.Equal(unchecked((uint)-(Threads * Each)), u32);
        Check.Equal(unchecked((ulong)-(Threads * Each)), u64);
    }

    [KernelTest]
    internal static void Every_operation_returns_what_it_should()
    {
        int a = 5;
        Check.Equal(8, Interlocked.Add(ref a, 3));
        Check.Equal(9, Interlocked.Increment(ref a));
        Check.Equal(8, Interlocked.Decrement(ref a));
        Check.Equal(8, Interlocked.Exchange(ref a, 20));
        Check.Equal(20, Interlocked.CompareExchange(ref a, 30, 19));
        Check.Equal(20, Interlocked.CompareExchange(ref a, 30, 20));
        Check.Equal(30, a);
        Check.Equal(30, Interlocked.And(ref a, 0b10110));
        Check.Equal(22, Interlocked.Or(ref a, 0b01001));
        Check.Equal(31, a);
        long b = long.MaxValue;
        Check.Equal(long.MinValue, Interlocked.Increment(ref b));
        Check.Equal(long.MinValue, Interlocked.Or(ref b, 1));
        Check.Equal(long.MinValue + 1, Interlocked.Read(ref b));
        Check.Equal(long.MinValue + 1, Interlocked.And(ref b, 3));
        Check.Equal(1L, b);
    }

    [KernelTest]
    internal static void Bytes_and_words_are_exchanged_without_touching_their_neighbours()
    {
        byte[] bytes = [1, 2, 3, 4];
        Check.Equal((byte)2, Interlocked.Exchange(ref bytes[1], (byte)200));
        Check.Equal((byte)3, Interlocked.CompareExchange(ref bytes[2], (byte)99, (byte)4));
        Check.Equal((byte)3, Interlocked.CompareExchange(ref bytes[2], (byte)99, (byte)3));
        Check.Equal("1,200,99,4", string.Join(',', bytes));
        short[] words = [-1, -2, -3];
        Check.Equal((short)-2, Interlocked.Exchange(ref words[1], short.MinValue));
        Check.Equal("-1,-32768,-3", string.Join(',', words));
        bool[] flags = [false, false, true];
        Check.That(!Interlocked.Exchange(ref flags[1], true));
        Check.That(Interlocked.CompareExchange(ref flags[1], false, true));
        Check.Equal("False,False,True", string.Join(',', flags));
        // Neighbouring bytes under contention: a wider store would undo the other's.
        byte[] shared = new byte[Threads];
        Worker.RunMany(Threads, i =>
        {
            for (int k = 0; k < Each; k++)
            {
                byte before = shared[i];
                Check.Equal(before, Interlocked.CompareExchange(ref shared[i], (byte)(before + 1), before));
            }
        });
        Check.That(shared.All(b => b == Each % 256), string.Join(',', shared));
    }

    [KernelTest]
    internal static void Bits_set_and_cleared_by_many_threads_do_not_disturb_each_other()
    {
        uint bits = 0;
        ulong wide = ulong.MaxValue;
        Worker.RunMany(Threads, i =>
        {
            uint mine = 0x01010101u << i;
            ulong hole = 0x0101_0101_0101_0101UL << i;
            for (int k = 0; k < Each; k++)
            {
                Check.Equal(0u, Interlocked.Or(ref bits, mine) & mine);
                Check.Equal(hole, Interlocked.And(ref wide, ~hole) & hole);
                Check.Equal(mine, Interlocked.And(ref bits, ~mine) & mine);
                Check.Equal(0UL, Interlocked.Or(ref wide, hole) & hole);
            }
            Interlocked.Or(ref bits, mine);
        });
        Check.Equal(0x0F0F0F0Fu, bits);
        Check.Equal(ulong.MaxValue, wide);
    }

    [KernelTest]
    internal static void A_list_pushed_by_compare_and_exchange_loses_no_node()
    {
        Node? top = null;
        Worker.RunMany(Threads, i =>
        {
            for (int k = 0; k < 1000; k++)
            {
                Node node = new((i * 1000) + k);
                do
                {
                    node.Next = Volatile.Read(ref top);
                }
                while (!ReferenceEquals(Interlocked.CompareExchange(ref top, node, node.Next), node.Next));
                if (k % 300 == 0)
                {
                    GC.Collect(0);
                }
            }
        });
        HashSet<int> seen = [];
        for (Node? node = top; node is not null; node = node.Next)
        {
            Check.That(seen.Add(node.Value));
        }
        Check.Equal(Threads * 1000, seen.Count);
    }

    private sealed class Node(int value)
    {
        public int Value { get; } = value;

        public Node? Next { get; set; }
    }

    [KernelTest]
    internal static void References_floats_and_pointers_are_exchanged()
    {
        object first = new();
        object second = new();
        object place = first;
        Check.That(ReferenceEquals(first, Interlocked.Exchange(ref place, second)));
        Check.That(ReferenceEquals(second, Interlocked.CompareExchange(ref place, first, first)));
        Check.That(ReferenceEquals(second, place));
        string text = "a";
        Check.Equal("a", Interlocked.Exchange<string>(ref text, "b"));
        double d = double.NaN;
        // The comparison is of bits, so that a NaN equals itself.
        Check.That(double.IsNaN(Interlocked.CompareExchange(ref d, 1.5, double.NaN)));
        Check.Equal(1.5, Interlocked.Exchange(ref d, -0.0));
        float f = 2.5f;
        Check.Equal(2.5f, Interlocked.Exchange(ref f, 3.5f));
        nint p = 7;
        Check.Equal((nint)7, Interlocked.CompareExchange(ref p, -1, 7));
        Check.Equal((nint)(-1), p);
        DayOfWeek day = DayOfWeek.Friday;
        Check.Equal(DayOfWeek.Friday, Interlocked.Exchange(ref day, DayOfWeek.Sunday));
        Check.Equal(DayOfWeek.Sunday, day);
    }
}
