namespace Enso.Tests.InKernel.Tests;

internal static class CollectorTests
{
    [KernelTest]
    internal static void Threads_that_allocate_and_verify_survive_collections()
    {
        int bad = 0;
        Thread[] threads = new Thread[Math.Max(2, Environment.ProcessorCount)];
        for (int i = 0; i < threads.Length; i++)
        {
            int mine = i;
            threads[i] = new Thread(() =>
            {
                for (int round = 0; round < 20; round++)
                {
                    List<string> list = [];
                    for (int k = 0; k < 3000; k++)
                    {
                        list.Add("s" + ((mine * 100000) + k));
                    }
                    for (int k = 0; k < 3000; k++)
                    {
                        if (list[k] != "s" + ((mine * 100000) + k))
                        {
                            Interlocked.Increment(ref bad);
                        }
                    }
                }
            });
            threads[i].Start();
        }
        for (int i = 0; i < 10; i++)
        {
            GC.Collect();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal(0, bad);
    }

    [KernelTest]
    internal static void A_thread_in_a_tight_loop_is_stopped_for_a_collection()
    {
        bool stop = false;
        long count = 0;
        Thread thread = new(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                count++;
            }
        });
        thread.Start();
        while (Volatile.Read(ref count) == 0)
        {
            Thread.Yield();
        }
        int before = GC.CollectionCount(2);
        GC.Collect();
        GC.Collect();
        Volatile.Write(ref stop, true);
        thread.Join();
        Check.Equal(before + 2, GC.CollectionCount(2));
    }

    [KernelTest]
    internal static void Finalizers_run()
    {
        int before = s_finalized;
        MakeGarbage();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.That(s_finalized > before);
    }

    private static int s_finalized;

    private sealed class Finalizable
    {
        ~Finalizable() => Interlocked.Increment(ref s_finalized);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeGarbage()
    {
        for (int i = 0; i < 100; i++)
        {
            GC.KeepAlive(new Finalizable());
        }
    }

    [KernelTest]
    internal static void Large_objects_are_collected_and_their_memory_comes_back()
    {
        for (int i = 0; i < 40; i++)
        {
            byte[] large = new byte[4 << 20];
            large[i] = 1;
            large[^1] = 2;
        }
        GC.Collect();
        Check.That(GC.GetTotalMemory(true) < 32 << 20, $"{GC.GetTotalMemory(false)} bytes live");
    }

    [KernelTest]
    internal static void Weak_references_die_and_pinned_objects_stay()
    {
        WeakReference weak = MakeWeak();
        byte[] pinned = GC.AllocateArray<byte>(1000, pinned: true);
        ref byte first = ref pinned[0];
        GC.Collect();
        Check.That(!weak.IsAlive);
        Check.That(System.Runtime.CompilerServices.Unsafe.AreSame(ref first, ref pinned[0]));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference MakeWeak() => new(new object());
}
