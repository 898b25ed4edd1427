using System.Diagnostics;
using System.Runtime.CompilerServices;
using ThreadState = System.Threading.ThreadState;

namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>What a thread is from its creation to its end.</summary>
internal static class ThreadLifeTests
{
    [KernelTest]
    internal static void A_thread_is_unstarted_then_alive_then_stopped()
    {
        using ManualResetEventSlim running = new();
        using ManualResetEventSlim mayEnd = new();
        Thread thread = new(() =>
        {
            running.Set();
            mayEnd.Wait();
        });
        Check.Equal(ThreadState.Unstarted, thread.ThreadState);
        Check.That(!thread.IsAlive);
        thread.Start();
        running.Wait();
        Check.That(thread.IsAlive);
        Check.That((thread.ThreadState & (ThreadState.Unstarted | ThreadState.Stopped)) == 0);
        mayEnd.Set();
        thread.Join();
        Check.That(!thread.IsAlive);
        Check.Equal(ThreadState.Stopped, thread.ThreadState);
    }

    [KernelTest]
    internal static void A_thread_takes_the_parameter_of_its_start()
    {
        object? seen = null;
        object given = new();
        Thread thread = new(parameter => seen = parameter);
        thread.Start(given);
        thread.Join();
        Check.That(ReferenceEquals(given, seen));
        Thread without = new(() => { });
        Check.Throws<InvalidOperationException>(() => without.Start(given));
    }

    [KernelTest]
    internal static void A_thread_can_be_started_once_only_and_joined_only_once_started()
    {
        Thread thread = new(() => { });
        Check.Throws<ThreadStateException>(() => thread.Join());
        thread.Start();
        thread.Join();
        Check.Throws<ThreadStateException>(thread.Start);
        // A join of an ended thread returns at once, as often as one asks.
        Check.That(thread.Join(0));
        thread.Join();
    }

    [KernelTest]
    internal static void A_join_with_a_time_limit_says_whether_the_thread_ended()
    {
        using ManualResetEventSlim mayEnd = new();
        Thread thread = new(mayEnd.Wait);
        thread.Start();
        Check.That(!thread.Join(0));
        long start = Stopwatch.GetTimestamp();
        Check.That(!thread.Join(20));
        Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 20);
        mayEnd.Set();
        Check.That(thread.Join(TimeSpan.FromSeconds(30)));
    }

    [KernelTest]
    internal static void A_name_is_kept_and_can_be_changed()
    {
        string? inside = null;
        Thread thread = new(() =>
        {
            inside = Thread.CurrentThread.Name;
            Thread.CurrentThread.Name = "second, with more letters than the sixteen that Linux takes";
        });
        Check.Equal(null, thread.Name);
        thread.Name = "first é";
        thread.Start();
        thread.Join();
        Check.Equal("first é", inside);
        Check.Equal("second, with more letters than the sixteen that Linux takes", thread.Name);
    }

    [KernelTest]
    internal static void The_current_thread_is_the_object_that_was_started()
    {
        Thread? seen = null;
        Thread thread = new(() => seen = Thread.CurrentThread);
        thread.Start();
        thread.Join();
        Check.That(ReferenceEquals(thread, seen));
        Check.That(!ReferenceEquals(thread, Thread.CurrentThread));
    }

    [KernelTest]
    internal static void Two_hundred_threads_live_at_once_with_numbers_of_their_own()
    {
        const int count = 200;
        int[] ids = new int[count];
        using CountdownEvent allThere = new(count);
        Worker.RunMany(count, i =>
        {
            ids[i] = Environment.CurrentManagedThreadId;
            Check.Equal(ids[i], Thread.CurrentThread.ManagedThreadId);
            allThere.Signal();
            // Nobody leaves before the last has come, so all of them live at this moment.
            allThere.Wait();
        });
        Check.Equal(count, new HashSet<int>(ids).Count);
        Check.That(!ids.Contains(0));
    }

    [KernelTest]
    internal static void A_large_stack_takes_a_deep_recursion_and_a_small_one_a_shallow_one()
    {
        long deep = 0;
        long shallow = 0;
        Thread large = new(() => deep = Descend(3000), 16 << 20);
        Thread small = new(() => shallow = Descend(20), 128 << 10);
        large.Start();
        small.Start();
        large.Join();
        small.Join();
        Check.Equal(3000L * 3001 / 2, deep);
        Check.Equal(20L * 21 / 2, shallow);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new Thread(() => { }, -1)));
    }

    /// <summary>The sum of 1 to <paramref name="levels"/>, with 4 KiB of stack for each.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Descend(int levels)
    {
        Span<long> page = stackalloc long[512];
        page.Fill(levels);
        return levels == 0 ? 0 : Descend(levels - 1) + page[levels % 512];
    }

    [KernelTest]
    internal static void Threads_are_foreground_until_told_and_pool_threads_background()
    {
        bool pool = false;
        bool isBackground = false;
        Worker.Complete(() =>
        {
            pool = Thread.CurrentThread.IsThreadPoolThread;
            isBackground = Thread.CurrentThread.IsBackground;
            return Task.CompletedTask;
        });
        Check.That(pool);
        Check.That(isBackground);
        Thread thread = new(() => Thread.CurrentThread.IsBackground = true);
        Check.That(!thread.IsBackground);
        Check.That(!thread.IsThreadPoolThread);
        thread.IsBackground = true;
        Check.That(thread.IsBackground);
        Check.Equal(ThreadState.Unstarted | ThreadState.Background, thread.ThreadState);
        thread.IsBackground = false;
        thread.Start();
        thread.Join();
    }

    [KernelTest]
    internal static void Priorities_are_accepted_and_nonsense_is_refused()
    {
        Thread thread = new(() => Thread.CurrentThread.Priority = ThreadPriority.Lowest);
        Check.Equal(ThreadPriority.Normal, thread.Priority);
        thread.Priority = ThreadPriority.Highest;
        Check.Equal(ThreadPriority.Highest, thread.Priority);
        Check.Throws<ArgumentOutOfRangeException>(() => thread.Priority = (ThreadPriority)17);
        thread.Start();
        thread.Join();
    }

    [KernelTest]
    internal static void Apartments_are_refused_as_on_every_system_without_them()
    {
        Thread thread = new(() => { });
        Check.Equal(ApartmentState.Unknown, thread.GetApartmentState());
#pragma warning disable CA1416 // The refusal is what is tested.
        Check.Throws<PlatformNotSupportedException>(() => thread.SetApartmentState(ApartmentState.STA));
        Check.That(!thread.TrySetApartmentState(ApartmentState.MTA));
#pragma warning restore CA1416
        Check.That(thread.TrySetApartmentState(ApartmentState.Unknown));
        thread.Start();
        thread.Join();
    }

    [KernelTest]
    internal static void An_exception_stays_on_the_thread_that_catches_it()
    {
        string[] caught = new string[20];
        Worker.RunMany(caught.Length, i =>
        {
            try
            {
                try
                {
                    throw new InvalidOperationException($"number {i}");
                }
                finally
                {
                    caught[i] = "finally, ";
                }
            }
            catch (InvalidOperationException e)
            {
                caught[i] += e.Message;
            }
        });
        for (int i = 0; i < caught.Length; i++)
        {
            Check.Equal($"finally, number {i}", caught[i]);
        }
    }

    [KernelTest]
    internal static void A_thread_runs_on_a_core_that_exists()
        => Worker.RunMany(8, _ =>
        {
            for (int i = 0; i < 1000; i++)
            {
                int core = Thread.GetCurrentProcessorId();
                Check.That(core >= 0 && core < Environment.ProcessorCount, $"core {core}");
            }
        });

    [KernelTest]
    internal static void Giving_way_lets_another_thread_of_the_same_core_run()
    {
        int turn = 0;
        int[] turns = new int[3];
        // More threads than one core: with one core nobody advances unless giving way works.
        Worker.RunMany(turns.Length, i =>
        {
            SpinWait spin = default;
            while (turns[i] < 50)
            {
                if (Volatile.Read(ref turn) == i)
                {
                    turns[i]++;
                    Volatile.Write(ref turn, (i + 1) % turns.Length);
                    spin.Reset();
                }
                else if (i == 0)
                {
                    Thread.Sleep(0);
                }
                else if (i == 1)
                {
                    Thread.Yield();
                }
                else
                {
                    spin.SpinOnce();
                }
            }
        });
        Check.Equal("50,50,50", string.Join(',', turns));
    }

    [KernelTest]
    internal static void Sleep_refuses_a_negative_time()
    {
        Check.Throws<ArgumentOutOfRangeException>(() => Thread.Sleep(-2));
        Check.Throws<ArgumentOutOfRangeException>(() => Thread.Sleep(TimeSpan.FromMilliseconds(-2)));
        Check.Throws<ArgumentOutOfRangeException>(() => Thread.Sleep(TimeSpan.FromDays(100)));
    }
}
