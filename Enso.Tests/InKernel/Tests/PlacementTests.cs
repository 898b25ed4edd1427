using System.Runtime.InteropServices;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;
using KernelThread = Enso.Machine.Threads.Thread;
using Thread = System.Threading.Thread;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Affinity, priorities, and the scheduler's invariant that no core idles while a thread waits.</summary>
internal static unsafe partial class PlacementTests
{
    private const int Esrch = 3;
    private const int Einval = 22;

    [LibraryImport("enso", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("enso", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("enso", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int thread, int nice);

    [LibraryImport("enso", EntryPoint = "getpriority", SetLastError = true)]
    private static partial int GetPriority(int which, int thread);

    [LibraryImport("enso", EntryPoint = "gettid")]
    private static partial int ThreadNumber();

    private static void Pin(int core) => Pin(0, 1UL << core);

    private static void Pin(int thread, ulong mask) => Check.Equal(0, SetAffinity(thread, sizeof(ulong), &mask));

    [KernelTest]
    internal static void A_thread_moves_to_each_core_that_it_is_pinned_to() => OnThread(() =>
    {
        for (int round = 0; round < 50; round++)
        {
            for (int core = 0; core < Cores.OnlineCount; core++)
            {
                Pin(core);
                Check.Equal(core, Thread.GetCurrentProcessorId());
            }
        }
    });

    [KernelTest]
    internal static void A_pinned_thread_stays_while_others_crowd_its_core() => OnThread(() =>
    {
        bool stop = false;
        Thread[] crowd = new Thread[Cores.OnlineCount * 2];
        for (int i = 0; i < crowd.Length; i++)
        {
            crowd[i] = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    Thread.Yield();
                }
            });
            crowd[i].Start();
        }
        int last = Cores.OnlineCount - 1;
        Pin(last);
        for (int i = 0; i < 300; i++)
        {
            Check.Equal(last, Thread.GetCurrentProcessorId());
            Thread.Yield();
        }
        Volatile.Write(ref stop, true);
        foreach (Thread thread in crowd)
        {
            thread.Join();
        }
    });

    [KernelTest]
    internal static void A_running_thread_is_moved_by_another() => OnThread(() =>
    {
        if (Cores.OnlineCount < 2)
        {
            return;
        }
        bool stop = false;
        int number = 0;
        int strayed = 0;
        int wanted = -1;
        Thread runner = new(() =>
        {
            Volatile.Write(ref number, ThreadNumber());
            while (!Volatile.Read(ref stop))
            {
                int before = Volatile.Read(ref wanted);
                int core = Thread.GetCurrentProcessorId();
                strayed += before >= 0 && core != before && before == Volatile.Read(ref wanted) ? 1 : 0;
            }
        });
        runner.Start();
        SpinWait.SpinUntil(() => Volatile.Read(ref number) != 0);
        for (int i = 0; i < 200; i++)
        {
            int core = i % Cores.OnlineCount;
            Volatile.Write(ref wanted, -1);
            Pin(number, 1UL << core);
            ulong mask;
            Check.Equal(0, GetAffinity(number, sizeof(ulong), &mask));
            Check.Equal(1UL << core, mask);
            KernelThread* thread = ThreadTable.Find((ulong)number);
            SpinWait.SpinUntil(() => IsOn(thread, core));
            Volatile.Write(ref wanted, core);
        }
        Volatile.Write(ref stop, true);
        runner.Join();
        Check.Equal(0, strayed);
    });

    private static bool IsOn(KernelThread* thread, int core)
        => Volatile.Read(ref thread->LastCore) == core && Volatile.Read(ref thread->OnCore) != 0;

    [KernelTest]
    internal static void A_new_thread_inherits_affinity_and_priority() => OnThread(() =>
    {
        Pin(0);
        Check.Equal(0, SetPriority(0, 0, 10));
        (int core, int nice) seen = (-1, -1);
        Thread child = new(() => seen = (Thread.GetCurrentProcessorId(), GetPriority(0, 0)));
        child.Start();
        child.Join();
        Check.Equal((0, 10), seen);
    });

    [KernelTest]
    internal static void Wrong_affinities_and_threads_are_refused_with_their_error()
    {
        ulong none = 0;
        Check.Equal(-1, SetAffinity(0, sizeof(ulong), &none));
        Check.Equal(Einval, Marshal.GetLastPInvokeError());
        ulong absent = 1UL << 63;
        Check.Equal(-1, SetAffinity(0, sizeof(ulong), &absent));
        Check.Equal(Einval, Marshal.GetLastPInvokeError());
        ulong all = ulong.MaxValue;
        Check.Equal(-1, SetAffinity(int.MaxValue, sizeof(ulong), &all));
        Check.Equal(Esrch, Marshal.GetLastPInvokeError());
        Check.Equal(-1, SetPriority(0, int.MaxValue, 0));
        Check.Equal(Esrch, Marshal.GetLastPInvokeError());
        Check.Equal(-1, SetPriority(7, 0, 0));
        Check.Equal(Einval, Marshal.GetLastPInvokeError());
    }

    [KernelTest]
    internal static void An_urgent_thread_runs_before_an_ordinary_one_and_starves_none() => OnThread(() =>
    {
        // All on one core. The urgent one never gives way by itself, the ordinary one still gets on.
        Pin(0);
        bool stop = false;
        long ordinary = 0;
        long urgent = 0;
        Check.Equal(0, SetPriority(0, 0, -20));
        Thread low = new(() =>
        {
            Check.Equal(0, SetPriority(0, 0, 0));
            while (!Volatile.Read(ref stop))
            {
                Volatile.Write(ref ordinary, ordinary + 1);
            }
        });
        Thread high = new(() =>
        {
            Check.Equal(0, SetPriority(0, 0, -15));
            while (!Volatile.Read(ref stop))
            {
                Volatile.Write(ref urgent, urgent + 1);
            }
        });
        low.Start();
        high.Start();
        SpinWait.SpinUntil(() =>
        {
            Thread.Sleep(1);
            return Volatile.Read(ref ordinary) > 0 && Volatile.Read(ref urgent) > Volatile.Read(ref ordinary);
        });
        Volatile.Write(ref stop, true);
        low.Join();
        high.Join();
    });

    [KernelTest]
    internal static void Threads_that_wake_each_other_leave_no_core_idle_while_one_waits()
    {
        // The checking thread looks all the while, and a breach is a panic; this gives it something to look at.
        if (!WorkConservation.IsRunning)
        {
            return;
        }
        ulong before = WorkConservation.Checks;
        int count = (Cores.OnlineCount * 2) + 1;
        using CancellationTokenSource end = new();
        Thread[] threads = new Thread[count];
        SemaphoreSlim[] turns = [.. Enumerable.Range(0, count).Select(i => new SemaphoreSlim(i % 2))];
        for (int i = 0; i < count; i++)
        {
            int self = i;
            threads[i] = new Thread(() =>
            {
                Random random = new(self);
                while (!end.IsCancellationRequested)
                {
                    turns[self].Wait(1);
                    Thread.SpinWait(random.Next(2000));
                    turns[random.Next(count)].Release();
                    if (random.Next(8) == 0)
                    {
                        ulong mask = (ulong)random.NextInt64() | (1UL << random.Next(Cores.OnlineCount));
                        Pin(0, mask);
                    }
                }
            });
            threads[i].Start();
        }
        SpinWait.SpinUntil(() =>
        {
            Thread.Sleep(1);
            return WorkConservation.Checks > before + 60;
        });
        end.Cancel();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private static void OnThread(Action body)
    {
        // Affinity and priority are the thread's: the test's own stay as they are.
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                body();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        if (failure != null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
