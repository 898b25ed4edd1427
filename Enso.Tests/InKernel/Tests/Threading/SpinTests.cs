using System.Diagnostics;

namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="System.Threading.SpinLock"/> and <see cref="SpinWait"/>: waiting without blocking.</summary>
internal static class SpinTests
{
    [KernelTest]
    internal static void A_spin_lock_excludes()
    {
        SpinLock gate = new(enableThreadOwnerTracking: false);
        int count = 0;
        Worker.RunMany(4, _ =>
        {
            for (int i = 0; i < 2000; i++)
            {
                bool taken = false;
                try
                {
                    gate.Enter(ref taken);
                    count++;
                }
                finally
                {
                    if (taken)
                    {
                        gate.Exit();
                    }
                }
            }
        });
        Check.Equal(8000, count);
        Check.That(!gate.IsHeld);
    }

    [KernelTest]
    internal static void A_spin_lock_that_tracks_its_owner_refuses_recursion_and_strangers()
    {
        SpinLock gate = new(enableThreadOwnerTracking: true);
        bool taken = false;
        gate.Enter(ref taken);
        Check.That(taken && gate.IsHeldByCurrentThread);
        Check.Throws<LockRecursionException>(() =>
        {
            bool again = false;
            gate.Enter(ref again);
        });
        Worker.Start(() =>
        {
            bool other = false;
            gate.TryEnter(1, ref other);
            Check.That(!other);
            Check.That(!gate.IsHeldByCurrentThread);
            Check.Throws<SynchronizationLockException>(() => gate.Exit());
        }).Join();
        gate.Exit();
        Check.That(!gate.IsHeld);
    }

    [KernelTest]
    internal static void A_spin_wait_counts_its_turns_and_soon_gives_way()
    {
        SpinWait spin = default;
        Check.Equal(0, spin.Count);
        // With one core there is nothing to spin for: it gives way at once.
        Check.Equal(Environment.ProcessorCount == 1, spin.NextSpinWillYield);
        for (int i = 0; i < 15; i++)
        {
            spin.SpinOnce();
        }
        Check.Equal(15, spin.Count);
        Check.That(spin.NextSpinWillYield);
        spin.Reset();
        Check.Equal(0, spin.Count);
    }

    [KernelTest]
    internal static void Spinning_until_a_condition_ends_with_it_or_with_the_time()
    {
        int steps = 0;
        SpinWait.SpinUntil(() => ++steps == 50);
        Check.Equal(50, steps);
        Check.That(!SpinWait.SpinUntil(() => false, 5));
        bool set = false;
        Worker setter = Worker.Start(() => Volatile.Write(ref set, true));
        Check.That(SpinWait.SpinUntil(() => Volatile.Read(ref set), 30_000));
        setter.Join();
    }

    [KernelTest]
    internal static void A_spin_takes_no_less_than_its_iterations()
    {
        // An iteration is an eighth of 37.5 ns. Below 1024 iterations it is one call of the runtime, above it several.
        foreach (int iterations in (int[])[100, 1000, 200_000])
        {
            long start = Stopwatch.GetTimestamp();
            Thread.SpinWait(iterations);
            double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            Check.That(nanoseconds >= iterations * 37.5 / 8 * 0.99, $"{iterations} iterations took {nanoseconds} ns");
        }
        Thread.SpinWait(0);
        Thread.SpinWait(-1);
    }
}
