using System.Diagnostics;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;
using Thread = System.Threading.Thread;

namespace Enso.Tests.InKernel.Tests;

internal static unsafe class ThreadTests
{
    [KernelTest]
    internal static void Every_listed_core_is_online()
        => Check.Equal(Math.Min(Cores.ListedCount, Cores.Maximum), Cores.OnlineCount);

    [KernelTest]
    internal static void Threads_run_on_every_core()
    {
        bool[] seen = new bool[Cores.Count];
        long deadline = Stopwatch.GetTimestamp() + (20 * Stopwatch.Frequency);
        Thread[] threads = new Thread[Cores.Count * 2];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                while (seen.Contains(false) && Stopwatch.GetTimestamp() < deadline)
                {
                    seen[Core.CurrentIndex()] = true;
                    Thread.SpinWait(1000);
                }
            });
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.That(!seen.Contains(false), string.Join(',', seen));
    }

    [KernelTest]
    internal static void A_thread_that_never_yields_is_preempted()
    {
        bool stop = false;
        long[] counts = new long[Cores.Count + 2];
        Thread[] threads = new Thread[counts.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int mine = i;
            threads[i] = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    counts[mine]++;
                }
            });
            threads[i].Start();
        }
        // The main thread gets a turn among more busy threads than cores, and so does each of them.
        long deadline = Stopwatch.GetTimestamp() + (20 * Stopwatch.Frequency);
        while (counts.Contains(0) && Stopwatch.GetTimestamp() < deadline)
        {
            Thread.Yield();
        }
        Volatile.Write(ref stop, true);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.That(!counts.Contains(0), string.Join(',', counts));
    }

    [KernelTest]
    internal static void A_sleep_lasts_at_least_as_long_as_asked()
    {
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(20);
        Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 20);
    }

    [KernelTest]
    internal static void Many_sleepers_wake_in_the_order_of_their_times()
    {
        List<int> order = [];
        Thread[] threads = new Thread[10];
        for (int i = 0; i < threads.Length; i++)
        {
            int rank = i;
            threads[i] = new Thread(() =>
            {
                Thread.Sleep(50 + (rank * 30));
                lock (order)
                {
                    order.Add(rank);
                }
            });
        }
        for (int i = threads.Length - 1; i >= 0; i--)
        {
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal("0,1,2,3,4,5,6,7,8,9", string.Join(',', order));
    }

    [KernelTest]
    internal static void A_monitor_excludes_and_wakes()
    {
        object gate = new();
        long count = 0;
        Thread[] threads = new Thread[6];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int k = 0; k < 5000; k++)
                {
                    lock (gate)
                    {
                        count++;
                    }
                }
            });
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal(30000L, count);
    }

    [KernelTest]
    internal static void Two_threads_hand_a_turn_to_and_fro()
    {
        object gate = new();
        int turn = 0;
        int rounds = 0;
        Thread other = new(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                lock (gate)
                {
                    while (turn != 1)
                    {
                        Monitor.Wait(gate);
                    }
                    turn = 0;
                    rounds++;
                    Monitor.Pulse(gate);
                }
            }
        });
        other.Start();
        for (int i = 0; i < 1000; i++)
        {
            lock (gate)
            {
                while (turn != 0)
                {
                    Monitor.Wait(gate);
                }
                turn = 1;
                Monitor.Pulse(gate);
            }
        }
        other.Join();
        Check.Equal(1000, rounds);
    }

    [KernelTest]
    internal static void Threads_start_and_end_by_the_hundred_without_losing_memory()
    {
        for (int round = 0; round < 10; round++)
        {
            Thread[] threads = new Thread[20];
            int ran = 0;
            for (int i = 0; i < threads.Length; i++)
            {
                threads[i] = new Thread(() => Interlocked.Increment(ref ran));
                threads[i].Start();
            }
            foreach (Thread thread in threads)
            {
                thread.Join();
            }
            Check.Equal(threads.Length, ran);
        }
        Check.That(ThreadTable.Count < 64, $"{ThreadTable.Count} threads");
    }

    [KernelTest]
    internal static void Thread_local_values_are_apart()
    {
        ThreadLocal<int> local = new(() => -1);
        int[] seen = new int[8];
        Thread[] threads = new Thread[8];
        for (int i = 0; i < 8; i++)
        {
            int mine = i;
            threads[i] = new Thread(() =>
            {
                local.Value = mine;
                Thread.Yield();
                seen[mine] = local.Value;
            });
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal("0,1,2,3,4,5,6,7", string.Join(',', seen));
        Check.Equal(-1, local.Value);
    }

    [KernelTest]
    internal static void Vector_registers_survive_preemption()
    {
        int bad = 0;
        bool stop = false;
        Thread[] threads = new Thread[Cores.Count * 2];
        for (int i = 0; i < threads.Length; i++)
        {
            double seed = i + 1;
            threads[i] = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    double sum = 0;
                    for (int k = 1; k <= 2000; k++)
                    {
                        sum += seed / k * k;
                    }
                    if (Math.Abs(sum - (seed * 2000)) > 0.001)
                    {
                        Interlocked.Increment(ref bad);
                    }
                }
            });
            threads[i].Start();
        }
        Thread.Sleep(300);
        Volatile.Write(ref stop, true);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal(0, bad);
    }

    [KernelTest]
    internal static void An_idle_core_sleeps_without_timer_interrupts()
    {
        if (Cores.Count < 2)
        {
            return;
        }
        Thread.Sleep(50);
        ulong before = TimerInterrupts() - Machine.Threads.WorkConservation.Checks;
        Thread.Sleep(500);
        // One to wake this thread, one for each look of the scheduler's check, and few others: nothing ticks.
        ulong more = TimerInterrupts() - Machine.Threads.WorkConservation.Checks - before;
        Check.That((long)more < 20, $"{more} timer interrupts in 500 ms");
    }

    private static ulong TimerInterrupts()
    {
        ulong total = 0;
        for (int i = 0; i < Cores.Count; i++)
        {
            total += Cores.At(i)->InterruptCounts[Machine.Interrupts.Vectors.Timer];
        }
        return total;
    }
}
