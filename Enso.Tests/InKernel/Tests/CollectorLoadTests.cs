using System.Buffers;
using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Contents of objects of every shape, checked while every core allocates and collections of every generation
/// run.</summary>
internal static class CollectorLoadTests
{
    [KernelTest]
    internal static void Object_graphs_on_every_core_survive_collections_of_every_generation()
    {
        Crew.Run(Crew.Size, number =>
        {
            ObjectGraph graph = new(300, 100 + number);
            Random random = new(number);
            for (int round = 0; round < 15; round++)
            {
                graph.Mutate(random, 30);
                GC.Collect(round % 3, GCCollectionMode.Forced, blocking: true, compacting: round % 2 == 0);
                graph.Verify();
            }
        });
    }

    [KernelTest]
    internal static void Graphs_that_grow_old_stay_right_while_others_die_young()
    {
        List<ObjectGraph> old = [];
        Crew.Run(Crew.Size, number =>
        {
            for (int round = 0; round < 20; round++)
            {
                ObjectGraph graph = new(100, (number * 1000) + round);
                graph.Verify();
                if (round % 5 == 0)
                {
                    lock (old)
                    {
                        old.Add(graph);
                    }
                }
            }
        },
        () =>
        {
            for (int i = 0; i < 8; i++)
            {
                GC.Collect(i % 3);
            }
        });
        Check.Equal(Crew.Size * 4, old.Count);
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        old.ForEach(graph => graph.Verify());
    }

    [KernelTest]
    internal static void Old_objects_that_refer_to_young_ones_keep_them()
    {
        object?[] old = new object?[20_000];
        Dictionary<int, string> table = [];
        GC.Collect();
        GC.Collect();
        Check.Equal(2, GC.GetGeneration(old));
        Random random = new(7);
        for (int round = 0; round < 30; round++)
        {
            for (int i = 0; i < 300; i++)
            {
                int at = random.Next(old.Length);
                old[at] = $"{at}";
                table[at] = $"{at}";
            }
            GC.Collect(round % 2);
        }
        int found = 0;
        for (int i = 0; i < old.Length; i++)
        {
            if (old[i] is string text)
            {
                Check.Equal($"{i}", text);
                Check.Equal(text, table[i]);
                found++;
            }
        }
        Check.Equal(table.Count, found);
    }

    private sealed class Link(int number, Link? next)
    {
        public readonly int Number = number;
        public readonly Link? Next = next;
    }

    [KernelTest]
    internal static void A_chain_of_a_million_nodes_is_marked_moved_and_collected()
    {
        const int length = 1_000_000;
        WeakReference last = WalkChain(length);
        GC.Collect();
        Check.That(!last.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference WalkChain(int length)
    {
        Link? head = null;
        for (int i = 0; i < length; i++)
        {
            head = new Link(i, head);
        }
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        int expected = length;
        Link first = head!;
        for (Link? link = head; link is not null; link = link.Next)
        {
            expected--;
            if (link.Number != expected)
            {
                break;
            }
            first = link;
        }
        Check.Equal(0, expected);
        return new WeakReference(first);
    }

    private struct Mixed
    {
        public int Number;
        public string Text;
        public double Fraction;
        public object Boxed;
        public Inner Nested;
    }

    private struct Inner
    {
        public byte Small;
        public int[] Array;
    }

    [KernelTest]
    internal static void Arrays_of_structures_keep_values_and_references_apart()
    {
        Mixed[] mixed = new Mixed[500];
        for (int i = 0; i < mixed.Length; i++)
        {
            mixed[i] = new Mixed
            {
                Number = i,
                Text = $"t{i}",
                Fraction = i / 4.0,
                Boxed = (long)i,
                Nested = new Inner { Small = (byte)i, Array = [i, i + 1] },
            };
            GC.KeepAlive(new byte[100]);
        }
        Mixed[,] table = new Mixed[20, 25];
        for (int round = 0; round < 3; round++)
        {
            GC.Collect(round, GCCollectionMode.Forced, true, true);
            for (int i = 0; i < mixed.Length; i++)
            {
                table[i / 25, i % 25] = mixed[i];
            }
            mixed = mixed.ToArray();
        }
        for (int i = 0; i < mixed.Length; i++)
        {
            Mixed m = table[i / 25, i % 25];
            Check.Equal((i, $"t{i}", i / 4.0, (long)i, (byte)i, i + 1),
                (m.Number, m.Text, m.Fraction, (long)m.Boxed, m.Nested.Small, m.Nested.Array[1]));
            Check.That(ReferenceEquals(m.Text, mixed[i].Text));
        }
    }

    [KernelTest]
    internal static void Interior_references_follow_their_objects()
    {
        Crew.Run(Crew.Size, number =>
        {
            for (int round = 0; round < 10; round++)
            {
                // Nothing but these refer to the arrays.
                Span<int> middle = MakeArray(number).AsSpan(500, 100);
                ref int last = ref MakeArray(number + 1)[999];
                ref string text = ref MakeStrings(number)[3];
                ReadOnlySpan<char> tail = new string('z', 20 + number).AsSpan(10);
                Churn();
                for (int i = 0; i < middle.Length; i++)
                {
                    Check.Equal(number + 500 + i, middle[i]);
                }
                Check.Equal(number + 1 + 999, last);
                Check.Equal($"{number}/3", text);
                Check.Equal(new string('z', 10 + number), tail.ToString());
                text = new string('n', 3);
                Churn();
                Check.Equal("nnn", text);
            }
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int[] MakeArray(int first) => Enumerable.Range(first, 1000).ToArray();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string[] MakeStrings(int number) => Enumerable.Range(0, 5).Select(i => $"{number}/{i}").ToArray();

    private static void Churn()
    {
        for (int i = 0; i < 50; i++)
        {
            GC.KeepAlive(new byte[500]);
        }
        GC.Collect(0, GCCollectionMode.Forced, true, true);
    }

    private ref struct Cursor(Span<string> items)
    {
        private readonly Span<string> _items = items;
        private ref string _current = ref items[0];

        public string Next(int by)
        {
            _current = ref Unsafe.Add(ref _current, by);
            return _current;
        }

        public readonly int Count => _items.Length;
    }

    [KernelTest]
    internal static void Fields_that_are_references_follow_their_objects()
    {
        Cursor cursor = new(Enumerable.Range(0, 100).Select(i => $"{i}").ToArray());
        for (int i = 1; i < 100; i++)
        {
            Churn();
            Check.Equal($"{i}", cursor.Next(1));
        }
        Check.Equal(100, cursor.Count);
    }

    [ThreadStatic]
    private static object? t_kept;

    [KernelTest]
    internal static void Thread_statics_hold_their_objects_and_let_go_with_the_thread()
    {
        WeakReference[] gone = new WeakReference[Crew.Size * 2];
        Crew.Run(gone.Length, number =>
        {
            Check.Equal(null, t_kept);
            t_kept = new int[] { number, number * 2 };
            gone[number] = new WeakReference(t_kept);
            Churn();
            Check.Equal($"{number},{number * 2}", string.Join(',', (int[])t_kept));
            Check.That(gone[number].IsAlive);
        });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Check.Equal(0, gone.Count(weak => weak.IsAlive));
    }

    [KernelTest]
    internal static void Rented_arrays_are_of_one_renter_at_a_time()
    {
        Crew.Run(Crew.Size * 2, number =>
        {
            for (int round = 0; round < 100; round++)
            {
                byte[] rented = ArrayPool<byte>.Shared.Rent(100 + (round * 13));
                Check.That(rented.Length >= 100 + (round * 13));
                rented.AsSpan().Fill((byte)number);
                if (round % 25 == 0)
                {
                    GC.Collect(0);
                }
                Thread.Yield();
                Check.Equal(-1, rented.AsSpan().IndexOfAnyExcept((byte)number));
                ArrayPool<byte>.Shared.Return(rented);
            }
        });
    }

    [KernelTest]
    internal static void An_objects_hash_and_lock_move_with_it()
    {
        object[] objects = new object[1000];
        int[] hashes = new int[objects.Length];
        for (int i = 0; i < objects.Length; i++)
        {
            objects[i] = new object();
            GC.KeepAlive(new byte[64]);
            hashes[i] = RuntimeHelpers.GetHashCode(objects[i]);
        }
        lock (objects[3])
        {
            lock (objects[500])
            {
                GC.Collect(2, GCCollectionMode.Forced, true, true);
                Check.That(Monitor.IsEntered(objects[3]) && Monitor.IsEntered(objects[500]));
                bool taken = true;
                Crew.Run(1, _ => taken = Monitor.TryEnter(objects[500]));
                Check.That(!taken);
            }
        }
        Check.That(!Monitor.IsEntered(objects[3]));
        Dictionary<object, int> byIdentity = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < objects.Length; i++)
        {
            Check.Equal(hashes[i], RuntimeHelpers.GetHashCode(objects[i]));
            byIdentity[objects[i]] = i;
        }
        GC.Collect(2, GCCollectionMode.Forced, true, true);
        Check.Equal(777, byIdentity[objects[777]]);
    }

    [KernelTest]
    internal static void References_are_copied_and_exchanged_under_collections()
    {
        string?[] source = Enumerable.Range(0, 2000).Select(i => $"{i}").ToArray();
        using Collecting collecting = new(generations: 2);
        for (int round = 0; round < 30; round++)
        {
            string?[] copy = new string?[4000];
            Array.Copy(source, 0, copy, 1000, source.Length);
            Array.Copy(copy, 1000, copy, 1001, source.Length);
            collecting.Progress();
            copy.AsSpan(1001, source.Length).CopyTo(copy.AsSpan(2000));
            for (int i = 0; i < source.Length; i++)
            {
                if (Interlocked.Exchange(ref copy[2000 + i], null) != $"{i}")
                {
                    throw new CheckException("a copied reference is wrong", nameof(CollectorLoadTests), i);
                }
                if (i % 500 == 0)
                {
                    collecting.Progress();
                }
            }
        }
        Check.That(collecting.Count > 0);
    }

    [KernelTest]
    internal static void Collections_asked_for_on_every_core_at_once_all_happen()
    {
        int before = GC.CollectionCount(0);
        const int each = 15;
        ObjectGraph graph = new(500, 42);
        Crew.Run(Crew.Size * 2, _ =>
        {
            for (int i = 0; i < each; i++)
            {
                GC.Collect(i % 3);
            }
        });
        int happened = GC.CollectionCount(0) - before;
        // One who asks while another's collection starts may be served by that one.
        Check.That(happened >= each && happened <= Crew.Size * 2 * each, $"{happened} collections");
        graph.Verify();
    }

    [KernelTest]
    internal static void Threads_that_start_and_end_during_collections_lose_nothing()
    {
        using Collecting collecting = new(generations: 3);
        for (int round = 0; round < 10; round++)
        {
            string[] results = new string[8];
            Crew.Run(results.Length, number =>
            {
                results[number] = new string((char)('a' + number), 50);
                collecting.Progress();
            });
            for (int i = 0; i < results.Length; i++)
            {
                Check.Equal(new string((char)('a' + i), 50), results[i]);
            }
        }
    }
}
