using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Generations, modes of collection, settings, figures and notifications of the collector.</summary>
internal static class CollectorGenerationTests
{
    [KernelTest]
    internal static void An_object_that_survives_grows_old()
    {
        object survivor = new string('s', 100);
        Check.Equal(2, GC.MaxGeneration);
        Check.Equal(0, GC.GetGeneration(survivor));
        GC.Collect(0);
        Check.Equal(1, GC.GetGeneration(survivor));
        GC.Collect(1);
        Check.Equal(2, GC.GetGeneration(survivor));
        GC.Collect(2);
        Check.Equal(2, GC.GetGeneration(survivor));
        Check.Equal(new string('s', 100), (string)survivor);
    }

    [KernelTest]
    internal static void Large_objects_are_of_the_oldest_generation_from_the_start()
    {
        byte[] small = new byte[84_000];
        byte[] large = new byte[86_000];
        Check.Equal(0, GC.GetGeneration(small));
        Check.Equal(2, GC.GetGeneration(large));
        Check.Equal(2, GC.GetGeneration(new WeakReference(large)));
        GC.KeepAlive(large);
    }

    [KernelTest]
    internal static void A_collection_counts_for_its_own_and_all_younger_generations()
    {
        for (int generation = 0; generation <= 2; generation++)
        {
            int[] before = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
            GC.Collect(generation);
            for (int k = 0; k <= 2; k++)
            {
                Check.Equal(before[k] + (k <= generation ? 1 : 0), GC.CollectionCount(k));
            }
        }
        Check.Throws<ArgumentOutOfRangeException>(() => GC.Collect(-1));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.CollectionCount(-1));
    }

    [KernelTest]
    internal static void Every_mode_of_collection_keeps_what_is_alive()
    {
        foreach (GCCollectionMode mode in Enum.GetValues<GCCollectionMode>())
        {
            int before = GC.CollectionCount(2);
            ObjectGraph graph = new(200, (int)mode);
            GC.Collect(2, mode, blocking: true, compacting: mode != GCCollectionMode.Optimized);
            graph.Verify();
            Check.That(mode == GCCollectionMode.Optimized || GC.CollectionCount(2) == before + 1, $"{mode}");
        }
        Check.Throws<ArgumentException>(() => GC.Collect(2, GCCollectionMode.Aggressive, blocking: false));
    }

    [KernelTest]
    internal static void Memory_of_the_dead_comes_back_in_every_size()
    {
        long before = GC.GetTotalMemory(true);
        foreach (int size in (int[])[24, 1000, 80_000, 200_000, 5_000_000])
        {
            Litter(size, 10_000_000 / size);
        }
        long after = GC.GetTotalMemory(true);
        Check.That(after - before < 1_000_000, $"{before} bytes before, {after} after");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Litter(int size, int count)
    {
        List<byte[]> alive = [];
        for (int i = 0; i < count; i++)
        {
            byte[] block = new byte[size];
            block[^1] = (byte)i;
            if (i % 4 == 0)
            {
                alive.Add(block);
            }
        }
        for (int i = 0; i < alive.Count; i++)
        {
            Check.Equal((byte)(i * 4), alive[i][^1]);
        }
    }

    [KernelTest]
    internal static void A_threads_allocations_are_counted_to_the_byte()
    {
        AllocateArrays(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AllocateArrays(100);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        // An array is header, method table, length and elements: 8 + 8 + 8 + 1000.
        Check.Equal(100L * 1024, bytes);
        long total = GC.GetTotalAllocatedBytes(precise: true);
        Crew.Run(3, _ => AllocateArrays(10));
        Check.That(GC.GetTotalAllocatedBytes(precise: true) - total >= 3 * 10 * 1024);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AllocateArrays(int count)
    {
        for (int i = 0; i < count; i++)
        {
            GC.KeepAlive(new byte[1000]);
        }
    }

    [KernelTest]
    internal static void The_collectors_own_figures_agree()
    {
        byte[] alive = new byte[3_000_000];
        GC.Collect();
        GCMemoryInfo info = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        Check.Equal(2, info.Generation);
        Check.That(!info.Concurrent);
        Check.Equal((long)GC.CollectionCount(0), info.Index);
        Check.That(info.HeapSizeBytes >= alive.Length, $"heap of {info.HeapSizeBytes} bytes");
        Check.That(info.TotalCommittedBytes >= info.HeapSizeBytes - info.FragmentedBytes);
        Check.That(info.TotalAvailableMemoryBytes > alive.Length);
        Check.Equal(5, info.GenerationInfo.Length);
        Check.That(info.GenerationInfo[3].SizeAfterBytes >= alive.Length, "the generation of large objects");
        Check.That(info.PauseDurations[0] > TimeSpan.Zero);
        TimeSpan pause = GC.GetTotalPauseDuration();
        GC.Collect();
        Check.That(GC.GetTotalPauseDuration() > pause);
        Check.Equal(info.Index + 1, GC.GetGCMemoryInfo(GCKind.Any).Index);
        GC.KeepAlive(alive);
    }

    [KernelTest]
    internal static void The_collectors_settings_are_those_of_the_image()
    {
        Check.That(!GCSettings.IsServerGC);
        Check.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
        Check.Equal("False", GC.GetConfigurationVariables()["ServerGC"].ToString());
        Check.Equal("False", GC.GetConfigurationVariables()["ConcurrentGC"].ToString());
    }

    [KernelTest]
    internal static void The_latency_mode_can_be_changed_and_set_back()
    {
        GCLatencyMode before = GCSettings.LatencyMode;
        try
        {
            GCSettings.LatencyMode = GCLatencyMode.LowLatency;
            Check.Equal(GCLatencyMode.LowLatency, GCSettings.LatencyMode);
            ObjectGraph graph = new(500, 3);
            for (int i = 0; i < 200; i++)
            {
                GC.KeepAlive(new byte[10_000]);
            }
            graph.Verify();
            Check.Throws<ArgumentOutOfRangeException>(() => GCSettings.LatencyMode = GCLatencyMode.NoGCRegion);
        }
        finally
        {
            GCSettings.LatencyMode = before;
        }
        Check.Equal(before, GCSettings.LatencyMode);
    }

    [KernelTest]
    internal static void No_collection_happens_in_a_region_without_them()
    {
        GC.Collect();
        Check.That(GC.TryStartNoGCRegion(8 << 20));
        int before = GC.CollectionCount(0);
        Check.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        byte[][] blocks = new byte[7000][];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new byte[1000];
            blocks[i][i % 1000] = (byte)i;
        }
        int during = GC.CollectionCount(0);
        GC.EndNoGCRegion();
        Check.Equal(before, during);
        GC.Collect();
        for (int i = 0; i < blocks.Length; i++)
        {
            Check.Equal((byte)i, blocks[i][i % 1000]);
        }
        Check.Throws<InvalidOperationException>(GC.EndNoGCRegion);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.TryStartNoGCRegion(0));
    }

    [KernelTest]
    internal static void A_region_without_collections_ends_by_itself_when_its_memory_is_used_up()
    {
        Check.That(GC.TryStartNoGCRegion(1 << 20));
        int before = GC.CollectionCount(0);
        for (int i = 0; i < 100_000 && GC.CollectionCount(0) == before; i++)
        {
            GC.KeepAlive(new byte[2000]);
        }
        Check.That(GC.CollectionCount(0) > before);
        Check.Throws<InvalidOperationException>(GC.EndNoGCRegion);
        Check.Equal(GCLatencyMode.Batch, GCSettings.LatencyMode);
    }

    [KernelTest]
    internal static void Memory_pressure_is_taken_back_and_bad_amounts_are_refused()
    {
        GC.AddMemoryPressure(50_000_000);
        GC.RemoveMemoryPressure(50_000_000);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.AddMemoryPressure(0));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.RemoveMemoryPressure(-1));
        for (int i = 0; i < 100; i++)
        {
            GC.AddMemoryPressure(100_000_000);
        }
        for (int i = 0; i < 100; i++)
        {
            GC.RemoveMemoryPressure(100_000_000);
        }
    }

    [KernelTest]
    internal static void Notifications_of_full_collections_are_registered_and_cancelled()
    {
        // Waiting for one is not tried: in this runtime, on every system, a collection meanwhile ends the process.
        GC.RegisterForFullGCNotification(10, 10);
        GC.Collect();
        GC.CancelFullGCNotification();
        Check.Throws<ArgumentOutOfRangeException>(() => GC.RegisterForFullGCNotification(0, 10));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.RegisterForFullGCNotification(10, 100));
    }

    [KernelTest]
    internal static void New_memory_is_zero_whatever_lay_there_before()
    {
        Crew.Run(Crew.Size, number =>
        {
            Random random = new(number);
            for (int round = 0; round < 400; round++)
            {
                int size = random.Next(20) == 0 ? random.Next(85_000, 300_000) : random.Next(1, 4000);
                byte[] fresh = new byte[size];
                Check.Equal(-1, fresh.AsSpan().IndexOfAnyExcept((byte)0));
                fresh.AsSpan().Fill(0xFF);
                if (round % 40 == 0)
                {
                    GC.Collect(round / 40 % 3);
                }
            }
        });
    }
}
