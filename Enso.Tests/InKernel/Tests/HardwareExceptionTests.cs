using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Null references and divisions, which the processor notices and the kernel hands to the runtime.</summary>
internal static unsafe class HardwareExceptionTests
{
    private interface IShape
    {
        int Area();
    }

    private class Shape : IShape
    {
        public int Side = 3;
        public object? Tag;
        public Large Body;

        public virtual int Area() => Side * Side;

        public int Plain() => Side;
    }

    private sealed class Circle : Shape
    {
        public override int Area() => 3 * Side * Side;
    }

    [InlineArray(64)]
    private struct Large
    {
        private long _first;
    }

    [InlineArray(20000)]
    private struct Huge
    {
        private int _first;
    }

    private sealed class Far
    {
        public Huge Before;
        public int Last;
    }

    private static Shape Nothing => Opaque.Value(0) == 0 ? null! : new Circle();

    [KernelTest]
    internal static void Reading_and_writing_a_field_of_null()
    {
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Nothing.Side));
        Check.Throws<NullReferenceException>(() => Nothing.Side = 1);
        Check.Throws<NullReferenceException>(() => Nothing.Side += 1);
    }

    [KernelTest]
    internal static void Storing_a_reference_in_a_field_of_null()
    {
        // The store is inside the collector's write barrier, which is assembly and no method.
        object young = new();
        Check.Throws<NullReferenceException>(() => Nothing.Tag = young);
        Check.Throws<NullReferenceException>(() => Interlocked.Exchange(ref Nothing.Tag, young));
        Check.Throws<NullReferenceException>(() => Interlocked.CompareExchange(ref Nothing.Tag, young, null));
    }

    [KernelTest]
    internal static void Calling_methods_of_null()
    {
        Check.Throws<NullReferenceException>(() => Nothing.Plain());
        Check.Throws<NullReferenceException>(() => Nothing.Area());
        Check.Throws<NullReferenceException>(() => ((IShape)Nothing).Area());
        Check.Throws<NullReferenceException>(() => Nothing.ToString());
        Check.Throws<NullReferenceException>(() => Nothing.GetType());
    }

    [KernelTest]
    internal static void An_interface_call_on_null_after_calls_on_several_types()
    {
        // By then the call site's cache has entries: the null is met by another path of the dispatch code.
        IShape?[] shapes = [new Shape(), new Circle(), new Shape(), null, new Circle()];
        int area = 0;
        int nulls = 0;
        for (int round = 0; round < 10; round++)
        {
            foreach (IShape? shape in shapes)
            {
                try
                {
                    area += shape!.Area();
                }
                catch (NullReferenceException)
                {
                    nulls++;
                }
            }
        }
        Check.Equal(10, nulls);
        Check.Equal(10 * (9 + 27 + 9 + 27), area);
    }

    [KernelTest]
    internal static void Calling_a_delegate_that_is_null()
    {
        Check.Throws<NullReferenceException>(() => Opaque.Null<Action>()());
        Check.Throws<NullReferenceException>(() => Opaque.Null<Func<int, string>>()(1));
    }

    [KernelTest]
    internal static void Elements_and_length_of_a_null_array_and_string()
    {
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<int[]>()[5]));
        Check.Throws<NullReferenceException>(() => Opaque.Null<long[]>()[1_000_000] = 1);
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<int[]>().Length));
        Check.Throws<NullReferenceException>(() => Opaque.Null<object[]>()[0] = "x");
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<int[,]>()[1, 2]));
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<string>()[0]));
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<string>().Length));
    }

    [KernelTest]
    internal static void Copying_a_large_structure_from_and_to_null()
    {
        Large copy = default;
        copy[3] = 5;
        Check.Throws<NullReferenceException>(() => copy = Nothing.Body);
        Check.Throws<NullReferenceException>(() => Nothing.Body = copy);
        Check.Equal(5L, copy[3]);
    }

    [KernelTest]
    internal static void A_field_far_behind_the_start_of_null()
    {
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<Far>().Last));
        Check.Throws<NullReferenceException>(() => Opaque.Null<Far>().Last = 1);
        Check.Throws<NullReferenceException>(() => Opaque.Null<Far>().Before[5000] = 1);
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Opaque.Null<Far>().Before[9999]));
    }

    [KernelTest]
    internal static void Unboxing_and_locking_null()
    {
        Check.Throws<NullReferenceException>(() => GC.KeepAlive((int)Opaque.Null<object>()));
        Check.Throws<ArgumentNullException>(() => Monitor.Enter(Opaque.Null<object>()));
        int? none = Opaque.Value<int?>(null);
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(none!.Value));
        Check.Equal(null, (int?)Opaque.Null<object>());
    }

    [KernelTest]
    internal static void Dereferencing_a_null_pointer_and_a_null_reference_variable()
    {
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(*Opaque.Value((nint)0).ToInt32Pointer()));
        Check.Throws<NullReferenceException>(() => *Opaque.Value((nint)16).ToInt32Pointer() = 1);
        Check.Throws<NullReferenceException>(() => GC.KeepAlive(Unsafe.NullRef<int>() + Opaque.Value(1)));
    }

    private static int* ToInt32Pointer(this nint address) => (int*)address;

    [KernelTest]
    internal static void Dividing_by_zero_in_every_width()
    {
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5 / Opaque.Value(0)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5 % Opaque.Value(0)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5u / Opaque.Value(0u)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5L / Opaque.Value(0L)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5UL % Opaque.Value(0UL)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive((byte)5 / Opaque.Value((byte)0)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive((Int128)5 / Opaque.Value((Int128)0)));
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5m / Opaque.Value(0m)));
        Check.Throws<DivideByZeroException>(() => Math.DivRem(5, Opaque.Value(0)));
        Check.Equal(double.PositiveInfinity, 5.0 / Opaque.Value(0.0));
    }

    [KernelTest]
    internal static void Dividing_the_least_number_by_minus_one_overflows()
    {
        Check.Throws<OverflowException>(() => GC.KeepAlive(Opaque.Value(int.MinValue) / Opaque.Value(-1)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(Opaque.Value(long.MinValue) / Opaque.Value(-1L)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(Opaque.Value(int.MinValue) % Opaque.Value(-1)));
        Check.Throws<OverflowException>(() => GC.KeepAlive(Math.Abs(Opaque.Value(int.MinValue))));
        Check.Equal(int.MinValue, unchecked(-Opaque.Value(int.MinValue)));
        Check.Equal(int.MaxValue, Opaque.Value(-int.MaxValue) / Opaque.Value(-1));
    }

    [KernelTest]
    internal static void A_fault_leaves_the_registers_of_the_code_around_it_alone()
    {
        double[] vectors = [1.5, 2.5, 3.5, 4.5];
        long a = Opaque.Value(11L);
        long b = Opaque.Value(22L);
        double x = Opaque.Value(1.25);
        System.Numerics.Vector<double> wide = new(Opaque.Value(2.5));
        for (int i = 0; i < 100; i++)
        {
            try
            {
                a += Nothing.Side;
            }
            catch (NullReferenceException)
            {
                b += i;
                x += vectors[i % 4];
                wide += System.Numerics.Vector<double>.One;
            }
        }
        Check.Equal(11L, a);
        Check.Equal(22L + 4950, b);
        Check.Equal(1.25 + (25 * 12.0), x);
        Check.Equal(new System.Numerics.Vector<double>(102.5), wide);
    }

    [KernelTest]
    internal static void Faults_of_all_kinds_on_every_core_at_once()
    {
        int[] caught = new int[3];
        Crew.Run(Crew.Size * 2, number =>
        {
            for (int i = 0; i < 60; i++)
            {
                try
                {
                    _ = ((i + number) % 3) switch
                    {
                        0 => Nothing.Area(),
                        1 => i / Opaque.Value(0),
                        _ => Opaque.Value(int.MinValue) / Opaque.Value(-1),
                    };
                }
                catch (NullReferenceException)
                {
                    Interlocked.Increment(ref caught[0]);
                }
                catch (DivideByZeroException)
                {
                    Interlocked.Increment(ref caught[1]);
                }
                catch (OverflowException)
                {
                    Interlocked.Increment(ref caught[2]);
                }
            }
        });
        int each = Crew.Size * 2 * 20;
        Check.Equal($"{each} {each} {each}", string.Join(' ', caught));
    }
}
