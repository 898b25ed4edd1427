namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>Litmus tests (Alglave, Maranget, Sarkar, Sewell, <em>Litmus: Running Tests Against Hardware</em>, 2011): small
/// races whose forbidden outcome must never be seen. Each runs over an array of cells, both sides let go together.
/// </summary>
internal static class MemoryModelTests
{
    private const int CellCount = 4000;
    private const int Batches = 8;

    private sealed class Cell
    {
        public int X;
        public int Y;
        public int R0;
        public int R1;
        public int[]? Published;
    }

    [KernelTest]
    internal static void A_message_is_complete_when_its_flag_is_seen()
        => Race(cell =>
        {
            cell.X = 1;
            Volatile.Write(ref cell.Y, 1);
        }, cell =>
        {
            cell.R0 = Volatile.Read(ref cell.Y);
            cell.R1 = cell.X;
        }, cell => cell.R0 == 0 || cell.R1 == 1);

    [KernelTest]
    internal static void With_full_barriers_one_of_two_sees_the_others_store()
        => Race(cell =>
        {
            Volatile.Write(ref cell.X, 1);
            Interlocked.MemoryBarrier();
            cell.R0 = Volatile.Read(ref cell.Y);
        }, cell =>
        {
            Volatile.Write(ref cell.Y, 1);
            Interlocked.MemoryBarrier();
            cell.R1 = Volatile.Read(ref cell.X);
        }, cell => cell.R0 == 1 || cell.R1 == 1);

    [KernelTest]
    internal static void Loads_are_not_satisfied_by_stores_that_come_after_them()
        => Race(cell =>
        {
            cell.R0 = Volatile.Read(ref cell.X);
            Volatile.Write(ref cell.Y, 1);
        }, cell =>
        {
            cell.R1 = Volatile.Read(ref cell.Y);
            Volatile.Write(ref cell.X, 1);
        }, cell => cell.R0 == 0 || cell.R1 == 0);

    [KernelTest]
    internal static void A_published_object_is_seen_with_its_contents()
        => Race(cell => Volatile.Write(ref cell.Published, [7, 7, 7, 7]), cell =>
        {
            int[]? seen = Volatile.Read(ref cell.Published);
            cell.R0 = seen is null ? 28 : seen.Sum();
        }, cell => cell.R0 == 28);

    [KernelTest]
    internal static void A_barrier_on_one_side_is_enough_when_it_is_process_wide()
    {
        // Asymmetric Dekker: the fast side has no barrier of its own. Fewer rounds: each interrupts every core.
        Cell cell = new();
        using Barrier start = new(2);
        Worker.RunMany(2, i =>
        {
            for (int round = 1; round <= 60; round++)
            {
                start.SignalAndWait();
                if (i == 0)
                {
                    Volatile.Write(ref cell.X, round);
                    cell.R0 = Volatile.Read(ref cell.Y);
                }
                else
                {
                    Volatile.Write(ref cell.Y, round);
                    Interlocked.MemoryBarrierProcessWide();
                    cell.R1 = Volatile.Read(ref cell.X);
                }
                start.SignalAndWait();
                Check.That(cell.R0 == round || cell.R1 == round, $"neither saw the other in round {round}");
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

    /// <summary>Runs two sides against each other over all cells, and asks of each cell afterwards whether its outcome
    /// is allowed.</summary>
    private static void Race(Action<Cell> first, Action<Cell> second, Func<Cell, bool> isAllowed)
    {
        Cell[] cells = [];
        using Barrier batchEnds = new(2, _ =>
        {
            foreach (Cell cell in cells)
            {
                Check.That(isAllowed(cell), $"X {cell.X}, Y {cell.Y}, R0 {cell.R0}, R1 {cell.R1}");
            }
            cells = new Cell[CellCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = new Cell();
            }
        });
        int letGo = 0;
        Worker.RunMany(2, i =>
        {
            Action<Cell> side = i == 0 ? first : second;
            for (int batch = 1; batch <= Batches; batch++)
            {
                batchEnds.SignalAndWait();
                // The barrier wakes one after the other; this makes them start at the same moment.
                Interlocked.Increment(ref letGo);
                SpinWait spin = default;
                while (Volatile.Read(ref letGo) < 2 * batch)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }
                foreach (Cell cell in cells)
                {
                    side(cell);
                }
            }
            batchEnds.SignalAndWait();
        });
    }
}
