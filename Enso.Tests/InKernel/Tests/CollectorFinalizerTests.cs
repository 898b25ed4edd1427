using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Finalizers, resurrection, and what holds an object alive.</summary>
internal static class CollectorFinalizerTests
{
    private sealed class Counted(int[] finalized, int number = 0)
    {
        public int Number { get; } = number;

        ~Counted() => Interlocked.Increment(ref finalized[0]);
    }

    private static void FinalizeDropped()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(int[] finalized, int count, Action<Counted>? first = null)
    {
        for (int i = 0; i < count; i++)
        {
            Counted made = new(finalized, i);
            first?.Invoke(made);
        }
    }

    [KernelTest]
    internal static void Every_dropped_object_is_finalized_exactly_once()
    {
        int[] finalized = [0];
        Drop(finalized, 5000);
        FinalizeDropped();
        Check.Equal(5000, finalized[0]);
        FinalizeDropped();
        Check.Equal(5000, finalized[0]);
    }

    [KernelTest]
    internal static void Objects_dropped_on_every_core_are_finalized()
    {
        int[] finalized = [0];
        Crew.Run(Crew.Size * 2, _ =>
        {
            for (int i = 0; i < 10; i++)
            {
                Drop(finalized, 100);
                if (i % 3 == 0)
                {
                    GC.Collect(i % 2);
                }
            }
        });
        FinalizeDropped();
        Check.Equal(Crew.Size * 2 * 1000, finalized[0]);
    }

    [KernelTest]
    internal static void A_suppressed_finalizer_does_not_run_until_it_is_registered_again()
    {
        int[] finalized = [0];
        Drop(finalized, 10, GC.SuppressFinalize);
        FinalizeDropped();
        Check.Equal(0, finalized[0]);
        Drop(finalized, 10, made =>
        {
            GC.SuppressFinalize(made);
            GC.ReRegisterForFinalize(made);
        });
        FinalizeDropped();
        Check.Equal(10, finalized[0]);
        Drop(finalized, 1, GC.ReRegisterForFinalize);
        FinalizeDropped();
        Check.Equal(12, finalized[0]);
        Check.Throws<ArgumentNullException>(() => GC.SuppressFinalize(null!));
    }

    private sealed class Phoenix(List<Phoenix> risen)
    {
        public int Lives;

        public string Feathers { get; } = new('f', 1000);

        ~Phoenix()
        {
            Lives++;
            risen.Add(this);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropPhoenix(List<Phoenix> risen) => GC.KeepAlive(new Phoenix(risen));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rise(List<Phoenix> risen, int lives)
    {
        Phoenix phoenix = risen.Single();
        Check.Equal(lives, phoenix.Lives);
        Check.Equal(new string('f', 1000), phoenix.Feathers);
        risen.Clear();
        GC.ReRegisterForFinalize(phoenix);
    }

    [KernelTest]
    internal static void A_resurrected_object_lives_whole_and_is_finalized_again_when_asked_to()
    {
        List<Phoenix> risen = [];
        DropPhoenix(risen);
        for (int lives = 1; lives <= 4; lives++)
        {
            FinalizeDropped();
            Rise(risen, lives);
        }
        FinalizeDropped();
        Check.Equal(5, risen.Single().Lives);
        risen.Clear();
        FinalizeDropped();
        Check.Equal(0, risen.Count);
    }

    private sealed class Witness(Action<Witness> last, object? held = null)
    {
        public object? Held { get; } = held;

        ~Witness() => last(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropWitness(Action<Witness> last, object? held = null) => GC.KeepAlive(new Witness(last, held));

    [KernelTest]
    internal static void A_finalizer_runs_on_a_thread_of_its_own_and_what_it_refers_to_is_whole()
    {
        int thread = 0;
        string held = "";
        DropWitness(witness =>
        {
            thread = Environment.CurrentManagedThreadId;
            held = string.Join(',', (int[])witness.Held!);
        }, (int[])[1, 2, 3]);
        FinalizeDropped();
        Check.That(thread != 0 && thread != Environment.CurrentManagedThreadId);
        Check.Equal("1,2,3", held);
        int again = 0;
        DropWitness(_ => again = Environment.CurrentManagedThreadId);
        FinalizeDropped();
        Check.Equal(thread, again);
    }

    [KernelTest]
    internal static void A_finalizer_may_throw_and_catch_allocate_and_collect()
    {
        int caught = 0;
        for (int i = 0; i < 10; i++)
        {
            DropWitness(_ =>
            {
                try
                {
                    throw new InvalidOperationException(new string('x', 100));
                }
                catch (InvalidOperationException e)
                {
                    GC.Collect(0);
                    caught += e.Message.Length;
                }
            });
        }
        FinalizeDropped();
        Check.Equal(1000, caught);
    }

    [KernelTest]
    internal static void Finalizers_that_make_finalizable_objects_reach_an_end()
    {
        int runs = 0;
        void Again(Witness witness)
        {
            if (++runs < 20)
            {
                DropWitness(Again);
            }
        }

        DropWitness(Again);
        for (int i = 0; i < 25; i++)
        {
            FinalizeDropped();
        }
        Check.Equal(20, runs);
    }

    [KernelTest]
    internal static void An_object_in_use_is_not_finalized_and_keep_alive_extends_its_use()
    {
        int[] finalized = [0];
        Counted held = new(finalized, 7);
        FinalizeDropped();
        Check.Equal(0, finalized[0]);
        GC.KeepAlive(held);
        Check.Equal(7, held.Number);
    }

    [KernelTest]
    internal static void A_chain_of_finalizable_objects_is_finalized_as_a_whole()
    {
        int finalized = 0;
        DropChain(() => finalized++);
        FinalizeDropped();
        Check.Equal(100, finalized);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropChain(Action last)
    {
        object? held = null;
        for (int i = 0; i < 100; i++)
        {
            held = new Witness(_ => last(), held);
        }
    }

    [KernelTest]
    internal static void Waiting_for_finalizers_waits_for_the_slow_one()
    {
        using ManualResetEventSlim started = new();
        using ManualResetEventSlim released = new();
        bool ended = false;
        DropWitness(_ =>
        {
            started.Set();
            released.Wait();
            Volatile.Write(ref ended, true);
        });
        GC.Collect();
        started.Wait();
        bool seen = false;
        Crew.Run(1, _ =>
        {
            GC.WaitForPendingFinalizers();
            seen = Volatile.Read(ref ended);
        }, released.Set);
        Check.That(seen);
    }
}
