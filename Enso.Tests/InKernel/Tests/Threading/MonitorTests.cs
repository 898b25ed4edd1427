using System.Diagnostics;

namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="Monitor"/> and <see cref="Lock"/>.</summary>
internal static class MonitorTests
{
    [KernelTest]
    internal static void A_monitor_is_entered_as_often_as_it_is_left()
    {
        object gate = new();
        Check.That(!Monitor.IsEntered(gate));
        for (int i = 0; i < 70; i++)
        {
            Monitor.Enter(gate);
        }
        for (int i = 0; i < 70; i++)
        {
            Check.That(Monitor.IsEntered(gate));
            Worker.Start(() => Check.That(!Monitor.TryEnter(gate))).Join();
            Monitor.Exit(gate);
        }
        Check.That(!Monitor.IsEntered(gate));
        Worker.Start(() =>
        {
            Check.That(Monitor.TryEnter(gate));
            Monitor.Exit(gate);
        }).Join();
    }

    [KernelTest]
    internal static void Whoever_does_not_hold_a_monitor_is_refused()
    {
        object gate = new();
        Check.Throws<SynchronizationLockException>(() => Monitor.Exit(gate));
        Check.Throws<SynchronizationLockException>(() => Monitor.Wait(gate, 0));
        Check.Throws<SynchronizationLockException>(() => Monitor.Pulse(gate));
        Check.Throws<SynchronizationLockException>(() => Monitor.PulseAll(gate));
        lock (gate)
        {
            Worker.Start(() => Check.Throws<SynchronizationLockException>(() => Monitor.Exit(gate))).Join();
            Worker.Start(() => Check.Throws<SynchronizationLockException>(() => Monitor.Pulse(gate))).Join();
        }
        Check.Throws<ArgumentNullException>(() => Monitor.Enter(null!));
    }

    [KernelTest]
    internal static void Try_enter_gives_up_not_before_its_time()
    {
        object gate = new();
        lock (gate)
        {
            Worker.Start(() =>
            {
                long start = Stopwatch.GetTimestamp();
                bool taken = false;
                Monitor.TryEnter(gate, 20, ref taken);
                Check.That(!taken);
                Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 20);
                Check.That(!Monitor.TryEnter(gate, TimeSpan.Zero));
                Check.Throws<ArgumentOutOfRangeException>(() => Monitor.TryEnter(gate, -2));
            }).Join();
        }
    }

    [KernelTest]
    internal static void The_flag_of_enter_must_be_false_and_becomes_true()
    {
        object gate = new();
        bool taken = false;
        Monitor.Enter(gate, ref taken);
        Check.That(taken);
        Check.Throws<ArgumentException>(() => Monitor.Enter(gate, ref taken));
        Monitor.Exit(gate);
        Check.That(!Monitor.IsEntered(gate));
    }

    [KernelTest]
    internal static void A_pulse_wakes_one_waiter_in_order_and_a_pulse_for_all_the_rest()
    {
        object gate = new();
        List<int> woken = [];
        int waiting = 0;
        Worker[] workers = new Worker[6];
        for (int i = 0; i < workers.Length; i++)
        {
            int number = i;
            workers[i] = Worker.Start(() =>
            {
                lock (gate)
                {
                    waiting++;
                    Monitor.Wait(gate);
                    woken.Add(number);
                }
            });
            // The next one only when this one waits, so that their order is known.
            Worker.Await(() =>
            {
                lock (gate)
                {
                    return waiting == number + 1;
                }
            });
        }
        for (int i = 0; i < 3; i++)
        {
            lock (gate)
            {
                Monitor.Pulse(gate);
            }
            workers[i].Join();
        }
        lock (gate)
        {
            Check.Equal("0,1,2", string.Join(',', woken));
            Monitor.PulseAll(gate);
        }
        foreach (Worker worker in workers)
        {
            worker.Join();
        }
        woken.Sort();
        Check.Equal("0,1,2,3,4,5", string.Join(',', woken));
    }

    [KernelTest]
    internal static void A_wait_without_a_pulse_ends_at_its_time_with_the_lock_held()
    {
        object gate = new();
        lock (gate)
        {
            long start = Stopwatch.GetTimestamp();
            Check.That(!Monitor.Wait(gate, 20));
            Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 20);
            Check.That(Monitor.IsEntered(gate));
        }
        // A pulse that nobody waits for is not kept.
        lock (gate)
        {
            Monitor.Pulse(gate);
            Check.That(!Monitor.Wait(gate, 1));
        }
    }

    [KernelTest]
    internal static void A_bounded_buffer_of_monitors_loses_nothing()
    {
        const int capacity = 4;
        const int each = 500;
        object gate = new();
        Queue<int> buffer = new();
        long sum = 0;
        int taken = 0;
        Worker.RunMany(6, i =>
        {
            for (int k = 1; k <= each; k++)
            {
                lock (gate)
                {
                    bool produces = i % 2 == 0;
                    while (produces ? buffer.Count == capacity : buffer.Count == 0)
                    {
                        Monitor.Wait(gate);
                    }
                    if (produces)
                    {
                        buffer.Enqueue(k);
                    }
                    else
                    {
                        sum += buffer.Dequeue();
                        taken++;
                    }
                    Monitor.PulseAll(gate);
                }
            }
        });
        Check.Equal(3 * each, taken);
        Check.Equal(3L * each * (each + 1) / 2, sum);
        Check.Equal(0, buffer.Count);
    }

    [KernelTest]
    internal static void Many_objects_are_locked_at_once_and_keep_their_hash_codes()
    {
        object[] gates = new object[500];
        int[] hashes = new int[gates.Length];
        for (int i = 0; i < gates.Length; i++)
        {
            gates[i] = new object();
            // Some have a hash code before they are locked, some get it while they are.
            hashes[i] = i % 2 == 0 ? gates[i].GetHashCode() : 0;
            Monitor.Enter(gates[i]);
            hashes[i] = i % 2 == 0 ? hashes[i] : gates[i].GetHashCode();
        }
        GC.Collect();
        Worker.Start(() =>
        {
            foreach (object gate in gates)
            {
                Check.That(!Monitor.TryEnter(gate));
            }
        }).Join();
        for (int i = 0; i < gates.Length; i++)
        {
            Monitor.Exit(gates[i]);
            Check.Equal(hashes[i], gates[i].GetHashCode());
        }
    }

    [KernelTest]
    internal static void The_lock_type_excludes_recurses_and_knows_its_holder()
    {
        Lock gate = new();
        int count = 0;
        Worker.RunMany(4, _ =>
        {
            for (int i = 0; i < 2000; i++)
            {
                lock (gate)
                {
                    using (gate.EnterScope())
                    {
                        count++;
                    }
                    Check.That(gate.IsHeldByCurrentThread);
                }
            }
        });
        Check.Equal(8000, count);
        Check.That(!gate.IsHeldByCurrentThread);
        Check.Throws<SynchronizationLockException>(gate.Exit);
        gate.Enter();
        Worker.Start(() =>
        {
            Check.That(!gate.TryEnter());
            Check.That(!gate.TryEnter(1));
            Check.That(!gate.IsHeldByCurrentThread);
        }).Join();
        gate.Exit();
    }

    [KernelTest]
    internal static void Locks_taken_in_the_same_order_never_lock_each_other_out()
    {
        Lock[] forks = [new(), new(), new(), new(), new()];
        int[] meals = new int[forks.Length];
        Worker.RunMany(forks.Length, i =>
        {
            Lock first = forks[Math.Min(i, (i + 1) % forks.Length)];
            Lock second = forks[Math.Max(i, (i + 1) % forks.Length)];
            for (int k = 0; k < 300; k++)
            {
                lock (first)
                {
                    lock (second)
                    {
                        meals[i]++;
                    }
                }
            }
        });
        Check.Equal("300,300,300,300,300", string.Join(',', meals));
    }
}
