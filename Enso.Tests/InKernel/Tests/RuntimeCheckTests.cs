using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What compiled code and the runtime check in software: bounds, casts, overflow, sizes, the stack's end.
/// </summary>
internal static class RuntimeCheckTests
{
    [KernelTest]
    internal static void Array_and_span_bounds_are_checked_on_both_sides()
    {
        int[] numbers = [1, 2, 3];
        int[,] table = new int[2, 3];
        foreach (int index in (int[])[-1, 3, int.MaxValue, int.MinValue])
        {
            Check.Throws<IndexOutOfRangeException>(() => GC.KeepAlive(numbers[index]));
            Check.Throws<IndexOutOfRangeException>(() => numbers[index] = 9);
            Check.Throws<IndexOutOfRangeException>(() => GC.KeepAlive(numbers.AsSpan()[index]));
            Check.Throws<IndexOutOfRangeException>(() => GC.KeepAlive("abc"[index]));
        }
        Check.Throws<IndexOutOfRangeException>(() => GC.KeepAlive(table[1, 3]));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(numbers.AsSpan(1, 3).Length));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive("abc"[2..5]));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new List<int> { 1 }[1]));
        Check.Equal("1,2,3", string.Join(',', numbers));
    }

    [KernelTest]
    internal static void A_cast_to_the_wrong_type_is_refused()
    {
        object text = Opaque.Value<object>("text");
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((Exception)text));
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((IDisposable)text));
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((int)text));
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((long)Opaque.Value<object>(1)));
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((int[])Opaque.Value<object>(new long[1])));
        Check.Throws<InvalidCastException>(() => GC.KeepAlive((List<object>)Opaque.Value<object>(new List<string>())));
        Check.Equal(null, text as Exception);
        Check.Equal(4, ((IEnumerable<char>)text).Count());
    }

    [KernelTest]
    internal static void A_covariant_array_refuses_a_wrong_element_and_keeps_the_old_one()
    {
        object[] objects = Opaque.Value<object[]>(new string[] { "a", "b" });
        Check.Throws<ArrayTypeMismatchException>(() => objects[0] = new object());
        Check.Throws<ArrayTypeMismatchException>(() => objects[1] = 5);
        Check.Throws<ArrayTypeMismatchException>(() => GC.KeepAlive(new Span<object>(objects).Length));
        Check.Throws<InvalidCastException>(() => Array.Copy(new object[] { 1 }, objects, 1));
        objects[1] = "c";
        Check.Equal("a,c", string.Join(',', objects));
    }

    [KernelTest]
    internal static void Checked_arithmetic_overflows_and_unchecked_wraps()
    {
        int most = Opaque.Value(int.MaxValue);
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(most + 1)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(most * 2)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(-Opaque.Value(int.MinValue))));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(Opaque.Value(long.MinValue) - 1)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(Opaque.Value(0u) - 1)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked(Opaque.Value(ulong.MaxValue) * 2)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((byte)most)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((uint)Opaque.Value(-1))));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((int)Opaque.Value(3e10))));
        Check.Throws<OverflowException>(() => GC.KeepAlive(checked((long)Opaque.Value(double.NaN))));
        Check.Throws<OverflowException>(() => GC.KeepAlive((int)Opaque.Value(1e20m)));
        Check.Equal(int.MinValue, unchecked(most + 1));
        Check.Equal((byte)255, unchecked((byte)most));
    }

    [KernelTest]
    internal static void Sizes_that_cannot_be_are_refused_and_memory_stays_usable()
    {
        Check.Throws<OverflowException>(() => GC.KeepAlive(new int[Opaque.Value(-1)]));
        Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new long[Opaque.Value(int.MaxValue)]));
        Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new byte[Opaque.Value(0x7FFF_FFFF)]));
        Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new string('x', Opaque.Value(int.MaxValue))));
        Check.Throws<OutOfMemoryException>(() => GC.KeepAlive(new object[Opaque.Value(70000), 70000]));
        byte[] usable = new byte[1 << 20];
        usable[^1] = 1;
        Check.Equal(1, usable.Sum(b => b));
    }

    [KernelTest]
    internal static void Memory_that_runs_out_is_an_exception_and_comes_back()
    {
        long before = GC.GetTotalMemory(true);
        int blocks = Hoard();
        Check.That(blocks > 0);
        long after = GC.GetTotalMemory(true);
        Check.That(after < before + (4 << 20), $"{before} bytes before, {after} after");
        // The collector would keep it for later; the tests that follow need memory that is not its own too.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        long committed = GC.GetGCMemoryInfo().TotalCommittedBytes;
        Check.That(committed < 64 << 20, $"{committed} bytes committed");
    }

    /// <summary>Allocates until there is no more; the blocks are never touched, so no page of them is taken beyond
    /// what the collector needs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Hoard()
    {
        List<byte[]> hoard = [];
        try
        {
            for (;;)
            {
                hoard.Add(GC.AllocateUninitializedArray<byte>(16 << 20));
            }
        }
        catch (OutOfMemoryException)
        {
            return hoard.Count;
        }
    }

    [KernelTest]
    internal static void The_stacks_end_is_announced_before_it_is_reached()
    {
        int depth = 0;
        int Descend()
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            depth++;
            return Descend() + 1;
        }

        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Check.Throws<InsufficientExecutionStackException>(() => Descend());
                Check.That(depth > 1000, $"{depth} levels");
                int first = depth;
                depth = 0;
                Check.Throws<InsufficientExecutionStackException>(() => Descend());
                Check.Equal(first, depth);
            }
            catch (CheckException e)
            {
                failure = e;
            }
        }, 512 << 10);
        thread.Start();
        thread.Join();
        Check.Equal(null, failure);
        Check.That(RuntimeHelpers.TryEnsureSufficientExecutionStack());
    }

    [KernelTest]
    internal static void A_thread_with_a_larger_stack_goes_deeper()
    {
        int Depth() => RuntimeHelpers.TryEnsureSufficientExecutionStack() ? Depth() + 1 : 0;
        int small = 0;
        int large = 0;
        Thread first = new(() => small = Depth(), 512 << 10);
        Thread second = new(() => large = Depth(), 4 << 20);
        first.Start();
        second.Start();
        first.Join();
        second.Join();
        Check.That(small > 0 && large > small * 4, $"{small} and {large} levels");
    }

    [KernelTest]
    internal static void The_class_library_refuses_with_the_exceptions_that_it_documents()
    {
        Check.Throws<ArgumentException>(() => GC.KeepAlive(Enum.Parse<DayOfWeek>("Noday")));
        Check.Throws<KeyNotFoundException>(() => GC.KeepAlive(new Dictionary<string, int>()["none"]));
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(Array.Empty<int>().First()));
        Check.Throws<NotSupportedException>(() => ((IList<int>)new int[2]).Add(3));
        Check.Throws<ObjectDisposedException>(() =>
        {
            CancellationTokenSource source = new();
            source.Dispose();
            GC.KeepAlive(source.Token);
        });
    }
}
