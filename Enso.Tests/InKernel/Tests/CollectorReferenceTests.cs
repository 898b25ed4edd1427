using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>References that do not hold, hold conditionally, or hold still: weak references, handles, pinning.
/// </summary>
internal static unsafe class CollectorReferenceTests
{
    private sealed class Named(string name)
    {
        public string Name { get; } = name;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Named Make(string name) => new(new string(name.AsSpan()));

    [KernelTest]
    internal static void A_weak_reference_gives_its_object_while_something_else_holds_it()
    {
        Named held = Make("held");
        WeakReference<Named> weak = new(held);
        WeakReference<Named> lost = MakeLost();
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(i, GCCollectionMode.Forced, true, true);
            Check.That(weak.TryGetTarget(out Named? target) && ReferenceEquals(target, held));
        }
        Check.That(!lost.TryGetTarget(out _));
        lost.SetTarget(held);
        Check.That(lost.TryGetTarget(out Named? again) && again.Name == "held");
        GC.KeepAlive(held);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Named> MakeLost() => new(Make("lost"));

    private sealed class Resurrected(string name)
    {
        public static Resurrected? Last;

        public string Name { get; } = name;

        ~Resurrected() => Last = this;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Short, WeakReference Long) MakeResurrected()
    {
        Resurrected made = new(new string('r', 3));
        return (new WeakReference(made), new WeakReference(made, trackResurrection: true));
    }

    [KernelTest]
    internal static void A_long_weak_reference_outlives_the_finalizer_and_a_short_one_does_not()
    {
        (WeakReference brief, WeakReference patient) = MakeResurrected();
        Check.That(!brief.TrackResurrection && patient.TrackResurrection);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.That(!brief.IsAlive);
        Check.That(patient.IsAlive);
        CheckRisen(patient);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.That(!patient.IsAlive);
        Check.Equal(null, patient.Target);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckRisen(WeakReference patient)
    {
        Check.That(ReferenceEquals(Resurrected.Last, patient.Target));
        Check.Equal("rrr", Resurrected.Last!.Name);
        Resurrected.Last = null;
    }

    [KernelTest]
    internal static void A_conditional_weak_table_keeps_values_as_long_as_their_keys()
    {
        ConditionalWeakTable<object, Named> table = [];
        object[] keys = new object[100];
        FillTable(table, keys);
        for (int i = 0; i < keys.Length; i += 2)
        {
            keys[i] = null!;
        }
        GC.Collect();
        GC.Collect();
        Check.Equal(50, table.Count());
        for (int i = 1; i < keys.Length; i += 2)
        {
            Check.That(table.TryGetValue(keys[i], out Named? value) && value.Name == $"value {i}");
        }
        Check.Equal("made", table.GetValue(new object(), _ => new Named("made")).Name);
        Check.Throws<ArgumentException>(() => table.Add(keys[1], Make("twice")));
        Check.That(table.Remove(keys[1]) && !table.TryGetValue(keys[1], out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FillTable(ConditionalWeakTable<object, Named> table, object[] keys)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            // The last value refers to its own key, which must not keep it alive.
            keys[i] = new object[] { i };
            table.Add(keys[i], Make($"value {i}"));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddSelfReferring(ConditionalWeakTable<object, object> table)
    {
        object key = new();
        table.Add(key, new object[] { key });
        return new WeakReference(key);
    }

    [KernelTest]
    internal static void A_value_that_refers_to_its_own_key_keeps_neither_alive()
    {
        ConditionalWeakTable<object, object> table = [];
        WeakReference key = AddSelfReferring(table);
        GC.Collect();
        Check.That(!key.IsAlive);
        GC.KeepAlive(table);
    }

    [KernelTest]
    internal static void A_dependent_handle_holds_its_dependent_through_its_target()
    {
        Named target = Make("target");
        using DependentHandle handle = new(target, Make("dependent"));
        WeakReference dependent = new(handle.Dependent);
        GC.Collect();
        Check.That(dependent.IsAlive);
        Check.Equal("dependent", ((Named)handle.Dependent!).Name);
        Check.That(ReferenceEquals(target, handle.Target));
        GC.KeepAlive(target);
        DropTarget(handle);
        GC.Collect();
        Check.That(!dependent.IsAlive);
        Check.Equal(null, handle.Dependent);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropTarget(DependentHandle handle) => handle.Target = null;

    [KernelTest]
    internal static void Handles_of_every_kind_hold_what_they_should()
    {
        GCHandle normal = GCHandle.Alloc(Make("normal"));
        GCHandle weak = MakeHandle(GCHandleType.Weak);
        GCHandle tracking = MakeHandle(GCHandleType.WeakTrackResurrection);
        GC.Collect();
        Check.Equal("normal", ((Named)normal.Target!).Name);
        Check.Equal(null, weak.Target);
        Check.Equal(null, tracking.Target);
        Check.Throws<InvalidOperationException>(() => normal.AddrOfPinnedObject());
        normal.Target = Make("changed");
        GC.Collect();
        GCHandle same = GCHandle.FromIntPtr(GCHandle.ToIntPtr(normal));
        Check.Equal("changed", ((Named)same.Target!).Name);
        Check.That(normal.IsAllocated);
        normal.Free();
        weak.Free();
        tracking.Free();
        Check.That(!normal.IsAllocated);
        Check.Throws<InvalidOperationException>(() => normal.Free());
        Check.Throws<ArgumentException>(() => GCHandle.Alloc(new object[1], GCHandleType.Pinned));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GCHandle MakeHandle(GCHandleType type) => GCHandle.Alloc(Make("handle"), type);

    [KernelTest]
    internal static void Ten_thousand_handles_are_given_out_and_taken_back_on_every_core()
    {
        Crew.Run(Crew.Size, number =>
        {
            GCHandle[] handles = new GCHandle[2000];
            for (int i = 0; i < handles.Length; i++)
            {
                handles[i] = GCHandle.Alloc(Make($"{number}/{i}"));
            }
            GC.Collect(0);
            for (int i = 0; i < handles.Length; i++)
            {
                Check.Equal($"{number}/{i}", ((Named)handles[i].Target!).Name);
                handles[i].Free();
            }
        });
    }

    [KernelTest]
    internal static void Pinned_objects_stay_where_they_are_while_their_neighbours_move()
    {
        List<byte[]> neighbours = [];
        List<GCHandle> handles = [];
        List<nint> addresses = [];
        for (int i = 0; i < 300; i++)
        {
            byte[] block = new byte[200];
            Array.Fill(block, (byte)i);
            GC.KeepAlive(new byte[300]);
            if (i % 10 == 0)
            {
                GCHandle handle = GCHandle.Alloc(block, GCHandleType.Pinned);
                handles.Add(handle);
                addresses.Add(handle.AddrOfPinnedObject());
            }
            neighbours.Add(block);
        }
        for (int round = 0; round < 4; round++)
        {
            GC.Collect(round % 3, GCCollectionMode.Forced, true, true);
            for (int i = 0; i < handles.Count; i++)
            {
                // SAFETY: the handle keeps the array where it is.
                Check.Equal(addresses[i], handles[i].AddrOfPinnedObject());
                Check.Equal((byte)(i * 10), ((byte*)addresses[i])[199]);
                Check.That(Unsafe.AreSame(ref *(byte*)addresses[i], ref neighbours[i * 10][0]));
            }
        }
        handles.ForEach(handle => handle.Free());
        for (int i = 0; i < neighbours.Count; i++)
        {
            Check.Equal(-1, neighbours[i].AsSpan().IndexOfAnyExcept((byte)i));
        }
    }

    [KernelTest]
    internal static void A_fixed_block_holds_arrays_strings_and_fields_still()
    {
        char[] letters = ['a', 'b', 'c'];
        string text = new('t', 5);
        int[] numbers = new int[10];
        fixed (char* letter = letters, character = text)
        {
            fixed (int* number = &numbers[4])
            {
                char* before = letter;
                for (int i = 0; i < 3; i++)
                {
                    GC.KeepAlive(new byte[50_000]);
                    GC.Collect(i, GCCollectionMode.Forced, true, true);
                    letter[i] = 'x';
                    number[i] = i + 1;
                    Check.Equal('t', character[i]);
                }
                Check.That(before == letter);
            }
        }
        Check.Equal("xxx", new string(letters));
        Check.Equal("0,0,0,0,1,2,3,0,0,0", string.Join(',', numbers));
    }

    [KernelTest]
    internal static void The_pinned_heap_gives_arrays_that_never_move_and_are_collected()
    {
        byte[][] arrays = new byte[50][];
        nint[] addresses = new nint[50];
        for (int i = 0; i < 50; i++)
        {
            arrays[i] = GC.AllocateArray<byte>(1000 + i, pinned: true);
            arrays[i][i] = (byte)(i + 1);
            addresses[i] = (nint)Unsafe.AsPointer(ref arrays[i][0]);
        }
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        for (int i = 0; i < 50; i++)
        {
            Check.Equal(addresses[i], (nint)Unsafe.AsPointer(ref arrays[i][0]));
            Check.Equal(i, arrays[i].AsSpan().IndexOfAnyExcept((byte)0));
        }
        Check.Equal(2, GC.GetGeneration(arrays[0]));
        WeakReference weak = MakePinned();
        GC.Collect();
        Check.That(!weak.IsAlive);
        Check.Equal(5, GC.AllocateUninitializedArray<long>(5, pinned: true).Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference MakePinned() => new(GC.AllocateArray<int>(5000, pinned: true));

    [KernelTest]
    internal static void Large_objects_are_compacted_when_asked_and_keep_their_contents()
    {
        byte[][] blocks = new byte[40][];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new byte[100_000];
            Array.Fill(blocks[i], (byte)i);
        }
        for (int i = 0; i < blocks.Length; i += 2)
        {
            blocks[i] = null!;
        }
        nint before = (nint)Unsafe.AsPointer(ref blocks[39][0]);
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect();
        Check.Equal(GCLargeObjectHeapCompactionMode.Default, GCSettings.LargeObjectHeapCompactionMode);
        Check.That(before != (nint)Unsafe.AsPointer(ref blocks[39][0]), "nothing moved");
        for (int i = 1; i < blocks.Length; i += 2)
        {
            Check.Equal(-1, blocks[i].AsSpan().IndexOfAnyExcept((byte)i));
        }
    }
}
