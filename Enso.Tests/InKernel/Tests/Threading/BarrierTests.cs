namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="Barrier"/>: phases that nobody enters before all have left the last.</summary>
internal static class BarrierTests
{
    [KernelTest]
    internal static void Nobody_is_a_phase_ahead()
    {
        const int participants = 5;
        const int phases = 40;
        int[] at = new int[participants];
        int completed = 0;
        using Barrier barrier = new(participants, b =>
        {
            Check.Equal(completed, (int)b.CurrentPhaseNumber);
            foreach (int phase in at)
            {
                Check.Equal(completed + 1, phase);
            }
            completed++;
        });
        Worker.RunMany(participants, i =>
        {
            for (int phase = 0; phase < phases; phase++)
            {
                at[i]++;
                barrier.SignalAndWait();
                Check.That(Volatile.Read(ref completed) >= phase + 1);
            }
        });
        Check.Equal(phases, completed);
        Check.Equal(phases, (int)barrier.CurrentPhaseNumber);
    }

    [KernelTest]
    internal static void What_the_action_after_a_phase_throws_reaches_all()
    {
        using Barrier barrier = new(3, _ => throw new InvalidOperationException("after the phase"));
        int caught = 0;
        Worker.RunMany(3, _ =>
        {
            BarrierPostPhaseException e = Check.Throws<BarrierPostPhaseException>(() => barrier.SignalAndWait());
            Check.Equal("after the phase", e.InnerException!.Message);
            Interlocked.Increment(ref caught);
        });
        Check.Equal(3, caught);
    }

    [KernelTest]
    internal static void Participants_come_and_go()
    {
        using Barrier barrier = new(1);
        Check.Equal(0L, barrier.AddParticipants(2));
        Check.Equal(3, barrier.ParticipantCount);
        Worker waits = Worker.Start(() => barrier.SignalAndWait());
        Worker.Await(() => barrier.ParticipantsRemaining == 2);
        barrier.RemoveParticipant();
        Check.Equal(1, barrier.ParticipantsRemaining);
        Check.That(barrier.SignalAndWait(Timeout.Infinite));
        waits.Join();
        Check.Equal(2, barrier.ParticipantCount);
        Check.That(!barrier.SignalAndWait(1), "the other one did not come");
        Check.Throws<ArgumentOutOfRangeException>(() => barrier.RemoveParticipants(3));
    }

    [KernelTest]
    internal static void Rows_summed_in_parallel_phases_give_the_columns_total()
    {
        // Prefix sums by doubling (Hillis, Steele, Data Parallel Algorithms, 1986): each step needs all of the last.
        const int count = 8;
        int[][] rows = [new int[count], new int[count]];
        for (int i = 0; i < count; i++)
        {
            rows[0][i] = i + 1;
        }
        using Barrier barrier = new(count);
        Worker.RunMany(count, i =>
        {
            int from = 0;
            for (int distance = 1; distance < count; distance *= 2, from ^= 1)
            {
                rows[from ^ 1][i] = rows[from][i] + (i >= distance ? rows[from][i - distance] : 0);
                barrier.SignalAndWait();
            }
        });
        Check.Equal("1,3,6,10,15,21,28,36", string.Join(',', rows[1]));
    }
}
