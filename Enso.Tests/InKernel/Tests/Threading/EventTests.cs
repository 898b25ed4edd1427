using System.Diagnostics;

namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>Events, and waits for several handles at once.</summary>
internal static class EventTests
{
    [KernelTest]
    internal static void An_automatic_event_lets_one_through_for_each_set()
    {
        using AutoResetEvent gate = new(false);
        int passed = 0;
        Worker[] workers = new Worker[4];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = Worker.Start(() =>
            {
                gate.WaitOne();
                Interlocked.Increment(ref passed);
            });
            workers[i].AwaitBlocked();
        }
        for (int i = 1; i <= workers.Length; i++)
        {
            int expected = i;
            gate.Set();
            Worker.Await(() => Volatile.Read(ref passed) >= expected);
            Check.Equal(expected, Volatile.Read(ref passed));
            Check.That(!gate.WaitOne(0), "who passes resets it");
        }
        foreach (Worker worker in workers)
        {
            worker.Join();
        }
        // Two sets that nobody takes are one.
        gate.Set();
        gate.Set();
        Check.That(gate.WaitOne(0));
        Check.That(!gate.WaitOne(0));
    }

    [KernelTest]
    internal static void A_manual_event_lets_all_through_until_it_is_reset()
    {
        using ManualResetEvent gate = new(false);
        Worker[] workers = new Worker[4];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = Worker.Start(() => gate.WaitOne());
            workers[i].AwaitBlocked();
        }
        gate.Set();
        foreach (Worker worker in workers)
        {
            worker.Join();
        }
        Check.That(gate.WaitOne(0));
        gate.Reset();
        Check.That(!gate.WaitOne(0));
        using EventWaitHandle automatic = new(true, EventResetMode.AutoReset);
        Check.That(automatic.WaitOne(0));
        Check.That(!automatic.WaitOne(0));
    }

    [KernelTest]
    internal static void A_slim_event_is_set_reset_waited_for_and_cancelled()
    {
        using ManualResetEventSlim gate = new(false, 0);
        using CancellationTokenSource source = new();
        Worker waits = Worker.Start(() => gate.Wait());
        Worker cancelled = Worker.Start(() =>
            Check.Throws<OperationCanceledException>(() => gate.Wait(source.Token)));
        waits.AwaitBlocked();
        cancelled.AwaitBlocked();
        long start = Stopwatch.GetTimestamp();
        Check.That(!gate.Wait(20));

        // .NET counts what has passed before it waits in whole milliseconds, so one may be missing.
        Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 19);
        source.Cancel();
        cancelled.Join();
        Check.That(waits.Thread.IsAlive);
        WaitHandle handle = gate.WaitHandle;
        Check.That(!handle.WaitOne(0));
        gate.Set();
        waits.Join();
        Check.That(gate.IsSet && handle.WaitOne(0));
        gate.Reset();
        Check.That(!gate.IsSet && !handle.WaitOne(0));
    }

    [KernelTest]
    internal static void Waiting_for_any_gives_the_first_handle_that_is_set()
    {
        using ManualResetEvent manual = new(false);
        using AutoResetEvent automatic = new(false);
        using Semaphore semaphore = new(0, 5);
        WaitHandle[] handles = [manual, automatic, semaphore];
        Check.Equal(WaitHandle.WaitTimeout, WaitHandle.WaitAny(handles, 5));
        int index = -1;
        Worker worker = Worker.Start(() => index = WaitHandle.WaitAny(handles));
        worker.AwaitBlocked();
        semaphore.Release();
        worker.Join();
        Check.Equal(2, index);
        automatic.Set();
        semaphore.Release();
        Check.Equal(1, WaitHandle.WaitAny(handles, 0));
        Check.Equal(2, WaitHandle.WaitAny(handles, 0));
        Check.Equal(WaitHandle.WaitTimeout, WaitHandle.WaitAny(handles, 0));
    }

    [KernelTest]
    internal static void Waiting_for_all_takes_all_or_nothing()
    {
        using AutoResetEvent first = new(false);
        using AutoResetEvent second = new(false);
        WaitHandle[] both = [first, second];
        first.Set();
        Check.That(!WaitHandle.WaitAll(both, 5));
        Check.That(first.WaitOne(0), "a wait for all that fails takes none");
        Worker worker = Worker.Start(() => WaitHandle.WaitAll(both));
        worker.AwaitBlocked();
        first.Set();
        second.Set();
        worker.Join();
        Check.That(!first.WaitOne(0));
        Check.That(!second.WaitOne(0));
        Check.Throws<DuplicateWaitObjectException>(() => WaitHandle.WaitAll([first, first]));
        Check.Throws<ArgumentException>(() => WaitHandle.WaitAll([]));
    }

    [KernelTest]
    internal static void Sixty_four_handles_are_waited_for_at_once_and_no_more()
    {
        ManualResetEvent[] handles = new ManualResetEvent[64];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = new ManualResetEvent(false);
        }
        Worker all = Worker.Start(() => WaitHandle.WaitAll(handles));
        Worker any = Worker.Start(() => Check.Equal(63, WaitHandle.WaitAny(handles)));
        all.AwaitBlocked();
        any.AwaitBlocked();
        for (int i = 63; i >= 0; i--)
        {
            handles[i].Set();
        }
        all.Join();
        Check.Throws<NotSupportedException>(() => WaitHandle.WaitAny([.. handles, handles[0]]));
        any.Join();
        foreach (ManualResetEvent handle in handles)
        {
            handle.Dispose();
        }
    }

    [KernelTest]
    internal static void An_abandoned_mutex_among_several_handles_is_named()
    {
        using ManualResetEvent never = new(false);
        using Mutex mutex = new();
        Worker.Start(() => mutex.WaitOne()).Join();
        AbandonedMutexException e = Check.Throws<AbandonedMutexException>(() => WaitHandle.WaitAny([never, mutex]));
        Check.Equal(1, e.MutexIndex);
        Check.That(ReferenceEquals(mutex, e.Mutex));
        mutex.ReleaseMutex();
    }

    [KernelTest]
    internal static void Signal_and_wait_hands_a_turn_to_and_fro()
    {
        using AutoResetEvent ping = new(false);
        using AutoResetEvent pong = new(false);
        int rounds = 0;
        Worker other = Worker.Start(() =>
        {
            ping.WaitOne();
            for (int i = 0; i < 200; i++)
            {
                rounds++;
                if (i < 199)
                {
                    WaitHandle.SignalAndWait(pong, ping);
                }
            }
            pong.Set();
        });
        for (int i = 1; i <= 200; i++)
        {
            WaitHandle.SignalAndWait(ping, pong);
            Check.Equal(i, rounds);
        }
        other.Join();
        Check.That(!WaitHandle.SignalAndWait(ping, pong, 1, false));
        Check.That(ping.WaitOne(0), "the signal was given all the same");
    }

    [KernelTest]
    internal static void A_disposed_handle_is_refused()
    {
        ManualResetEvent gate = new(true);
        gate.Dispose();
        Check.Throws<ObjectDisposedException>(() => gate.WaitOne());
        Check.Throws<ObjectDisposedException>(() => gate.Set());
        Check.Throws<ArgumentNullException>(() => WaitHandle.WaitAny([null!]));
    }

    [KernelTest]
    internal static void A_countdown_event_opens_at_zero()
    {
        using CountdownEvent countdown = new(3);
        Check.That(!countdown.Signal());
        countdown.AddCount(2);
        Check.Equal(4, countdown.CurrentCount);
        Check.That(!countdown.Wait(0));
        Worker.RunMany(4, _ => countdown.Signal());
        Check.That(countdown.IsSet);
        countdown.Wait();
        Check.Throws<InvalidOperationException>(() => countdown.Signal());
        Check.That(!countdown.TryAddCount());
        countdown.Reset(1);
        Check.That(!countdown.IsSet);
        Check.That(countdown.Signal());
        Check.That(countdown.WaitHandle.WaitOne(0));
    }
}
