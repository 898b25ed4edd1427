namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>Litmus tests (Alglave, Maranget, Sarkar, Sewell, <em>Litmus: Running Tests Against Hardware</em>, 2011): small
/// races whose forbidden outcome must never be seen. Each runs many rounds with its threads let go together.</summary>
internal static class MemoryModelTests
{
    private const int Rounds = 1000;

    private sealed class Cells
    {
        public int X;
        public int Y;
        public int R0;
        public int R1;
        public int[]? Published;
    }

    [KernelTest]
    internal static void A_message_is_complete_when_its_flag_is_seen()
        => Race((cells, round) =>
        {
            cells.X = round;
            Volatile.Write(ref cells.Y, round);
        }, (cells, round) =>
        {
            // Message passing: with a release and an acquire, Y seen means X seen.
            if (Volatile.Read(ref cells.Y) == round)
            {
                Check.Equal(round, cells.X);
            }
        }, _ => { });

    [KernelTest]
    internal static void With_full_barriers_one_of_two_sees_the_others_store()
        => Race((cells, round) =>
        {
            Volatile.Write(ref cells.X, round);
            Interlocked.MemoryBarrier();
            cells.R0 = Volatile.Read(ref cells.Y);
        }, (cells, round) =>
        {
            Volatile.Write(ref cells.Y, round);
            Interlocked.MemoryBarrier();
            cells.R1 = Volatile.Read(ref cells.X);
        }, cells => Check.That(cells.R0 == cells.X || cells.R1 == cells.Y, "store buffering was seen"));

    [KernelTest]
    internal static void Loads_are_not_satisfied_by_stores_that_come_after_them()
        => Race((cells, round) =>
        {
            cells.R0 = Volatile.Read(ref cells.X);
            Volatile.Write(ref cells.Y, round);
        }, (cells, round) =>
        {
            cells.R1 = Volatile.Read(ref cells.Y);
            Volatile.Write(ref cells.X, round);
        }, cells => Check.That(cells.R0 != cells.X || cells.R1 != cells.Y, "load buffering was seen"));

    [KernelTest]
    internal static void A_published_object_is_seen_with_its_contents()
        => Race((cells, round) => Volatile.Write(ref cells.Published, [round, round, round, round]), (cells, round) =>
        {
            int[]? seen = Volatile.Read(ref cells.Published);
            if (seen is not null)
            {
                Check.That(seen[0] == seen[3] && seen[0] >= round - 1, $"{seen[0]},{seen[3]} in round {round}");
            }
        }, _ => { });

    [KernelTest]
    internal static void A_barrier_on_one_side_is_enough_when_it_is_process_wide()
    {
        // Asymmetric Dekker: the fast side has no barrier of its own. Fewer rounds: each interrupts every core.
        Cells cells = new();
        using Barrier start = new(2);
        Worker.RunMany(2, i =>
        {
            for (int round = 1; round <= 60; round++)
            {
                start.SignalAndWait();
                if (i == 0)
                {
                    Volatile.Write(ref cells.X, round);
                    cells.R0 = Volatile.Read(ref cells.Y);
                }
                else
                {
                    Volatile.Write(ref cells.Y, round);
                    Interlocked.MemoryBarrierProcessWide();
                    cells.R1 = Volatile.Read(ref cells.X);
                }
                start.SignalAndWait();
                Check.That(cells.R0 == round || cells.R1 == round, $"neither saw the other in round {round}");
            }
        });
    }

    [KernelTest]
    internal static void Wide_values_are_read_whole()
    {
        long value = 0;
        double number = 0;
        bool stop = false;
        Worker writer = Worker.Start(() =>
        {
            for (int i = 1; i < 20_000; i++)
            {
                Volatile.Write(ref value, ((long)i << 32) | (uint)i);
                Volatile.Write(ref number, i * 4294967297.0);
            }
            Volatile.Write(ref stop, true);
        });
        Worker.RunMany(2, _ =>
        {
            while (!Volatile.Read(ref stop))
            {
                long seen = Volatile.Read(ref value);
                Check.Equal((int)(seen >> 32), (int)seen);
                double real = Volatile.Read(ref number);
                Check.Equal(0.0, Math.IEEERemainder(real, 4294967297.0));
            }
        });
        writer.Join();
    }

    [KernelTest]
    internal static void Volatile_reads_and_writes_work_in_every_width()
    {
        sbyte a = 0;
        ushort b = 0;
        uint c = 0;
        ulong d = 0;
        float e = 0;
        nuint f = 0;
        string? g = null;
        Volatile.Write(ref a, sbyte.MinValue);
        Volatile.Write(ref b, ushort.MaxValue);
        Volatile.Write(ref c, uint.MaxValue);
        Volatile.Write(ref d, ulong.MaxValue);
        Volatile.Write(ref e, float.MinValue);
        Volatile.Write(ref f, nuint.MaxValue);
        Volatile.Write(ref g, "text");
        Check.Equal(sbyte.MinValue, Volatile.Read(ref a));
        Check.Equal(ushort.MaxValue, Volatile.Read(ref b));
        Check.Equal(uint.MaxValue, Volatile.Read(ref c));
        Check.Equal(ulong.MaxValue, Volatile.Read(ref d));
        Check.Equal(float.MinValue, Volatile.Read(ref e));
        Check.Equal(nuint.MaxValue, Volatile.Read(ref f));
        Check.Equal("text", Volatile.Read(ref g));
    }

    /// <summary>Runs two sides against each other, round after round, and judges each round when both are done.</summary>
    private static void Race(Action<Cells, int> first, Action<Cells, int> second, Action<Cells> judge)
    {
        Cells cells = new();
        int arrived = 0;
        Worker.RunMany(2, i =>
        {
            Action<Cells, int> side = i == 0 ? first : second;
            SpinWait spin = default;
            for (int round = 1; round <= Rounds; round++)
            {
                Meet(ref arrived, (4 * round) - 2, ref spin);
                side(cells, round);
                Meet(ref arrived, 4 * round, ref spin);
                if (i == 0)
                {
                    judge(cells);
                }
            }
        });
    }

    /// <summary>A meeting of two that spins, so that both go on at the same moment.</summary>
    private static void Meet(ref int arrived, int target, ref SpinWait spin)
    {
        Interlocked.Increment(ref arrived);
        while (Volatile.Read(ref arrived) < target)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
