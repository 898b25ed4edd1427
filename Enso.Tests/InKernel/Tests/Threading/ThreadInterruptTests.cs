namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="Thread.Interrupt"/> ends a wait, whatever it is for, and nothing else.</summary>
internal static class ThreadInterruptTests
{
    [KernelTest]
    internal static void An_interrupt_ends_an_endless_sleep()
        => InterruptedIn(() => Thread.Sleep(Timeout.Infinite));

    [KernelTest]
    internal static void An_interrupt_ends_a_wait_for_an_event()
    {
        using ManualResetEvent never = new(false);
        InterruptedIn(() => never.WaitOne());
    }

    [KernelTest]
    internal static void An_interrupt_ends_a_join()
    {
        using ManualResetEventSlim mayEnd = new();
        Worker other = Worker.Start(mayEnd.Wait);
        InterruptedIn(() => other.Thread.Join());
        mayEnd.Set();
        other.Join();
    }

    [KernelTest]
    internal static void An_interrupt_ends_a_wait_for_a_contended_lock()
    {
        object gate = new();
        lock (gate)
        {
            InterruptedIn(() =>
            {
                lock (gate)
                {
                    Check.That(false, "the lock was held by another");
                }
            });
        }
    }

    [KernelTest]
    internal static void An_interrupted_monitor_wait_has_its_lock_again()
    {
        object gate = new();
        int depth = 0;
        InterruptedIn(() =>
        {
            lock (gate)
            {
                lock (gate)
                {
                    try
                    {
                        Monitor.Wait(gate);
                    }
                    finally
                    {
                        Check.That(Monitor.IsEntered(gate));
                        depth++;
                    }
                }
            }
        });
        Check.Equal(1, depth);
        Check.That(Monitor.TryEnter(gate), "both levels were given back");
        Monitor.Exit(gate);
    }

    [KernelTest]
    internal static void An_interrupt_of_a_running_thread_waits_for_its_next_wait()
    {
        using ManualResetEventSlim interrupted = new();
        int computed = 0;
        Worker worker = Worker.Start(() =>
        {
            while (!interrupted.IsSet)
            {
                Thread.SpinWait(10);
            }
            // Running code does not notice.
            for (int i = 0; i < 1000; i++)
            {
                computed += i;
            }
            Check.Throws<ThreadInterruptedException>(() => Thread.Sleep(Timeout.Infinite));
            // It is taken back by being noticed: the next wait is an ordinary one.
            Thread.Sleep(1);
        });
        worker.Thread.Interrupt();
        interrupted.Set();
        worker.Join();
        Check.Equal(499500, computed);
    }

    /// <summary>Runs a body that waits for ever, interrupts it, and checks that the wait ended so.</summary>
    private static void InterruptedIn(Action body)
    {
        Worker worker = Worker.Start(() => Check.Throws<ThreadInterruptedException>(body));
        worker.AwaitBlocked();
        worker.Thread.Interrupt();
        worker.Join();
    }
}
