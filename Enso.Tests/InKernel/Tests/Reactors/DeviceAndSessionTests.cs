using Enso.Kernel.Reactors;
using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>Requests to devices and sessions with processes, between the machine's cores.</summary>
internal static class DeviceAndSessionTests
{
    private const int Count = 1_000;

    [KernelTest]
    internal static void A_thread_completes_the_requests_of_every_core() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        IoRing<long, IoQueueDriver<long>>[] rings = new IoRing<long, IoQueueDriver<long>>[cores];
        Thread[] devices = new Thread[cores];
        for (int core = 0; core < cores; core++)
        {
            IoRing<long, IoQueueDriver<long>> ring = new(reactors.Cluster[core], new IoQueueDriver<long>(4), depth: 4);
            rings[core] = ring;
            devices[core] = new Thread(() => Serve(ring));
            devices[core].Start();
        }

        Crew.Run(cores, core => reactors.Run(core, async context =>
        {
            for (long i = 0; i < Count; i++)
            {
                IoResult<long> result = await rings[core].Run(i, timeout: long.MaxValue);
                Check.Equal(~i, result.Value);
            }

            return 0;
        }));
        for (int core = 0; core < cores; core++)
        {
            rings[core].Driver.Complete();
            devices[core].Join();
            Check.Equal((long)Count, rings[core].Returned);
            Check.Equal(0L, rings[core].Refused);
        }
    });

    [KernelTest]
    internal static void Clients_of_every_core_converse_with_one_process() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        SessionProcess<Send<int, Receive<long, End>>, Total> process = new(reactors.Cluster, () => new Total(), Add);
        reactors.Ask(cores - 1, reactor => reactor.Spawn(process.Incarnate()));
        long[] last = new long[cores];
        Crew.Run(cores, core => last[core] = reactors.Run(core, async context =>
        {
            long sum = 0;
            for (int i = 0; i < 50; i++)
            {
                sum = await process.Port.Converse(context, 2, static async (_, amount, session) =>
                {
                    var (total, end) = await (await session.Send(amount)).Receive();
                    end.Close();
                    return total;
                });
            }

            return sum;
        }));
        Check.Equal(100L * cores, last.Max());
        Check.Equal(50L * cores, process.Begun);
    });

    private static async ReactorTask Add(
        TaskContext context, Total total, Session<Dual<Send<int, Receive<long, End>>>, NoLoop, TaskTransport> session)
    {
        var (amount, answer) = await session.Receive();
        total.Sum += amount;
        (await answer.Send(total.Sum)).Close();
    }

    private static void Serve(IoRing<long, IoQueueDriver<long>> ring)
    {
        Reader<IoEntry<long>, Vec<IoEntry<long>>> entries = ring.Driver.Entries;
        while (entries.WaitForMessage())
        {
            IoEntry<long> entry = entries.Next();
            Check.That(ring.TryComplete(entry.Tag, ~entry.Request));
        }
    }

    private static void With(Action<MachineReactors> test)
    {
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions { BusCapacity = 64, Tasks = 64 });
        test(reactors);
        reactors.Stop();
    }

    private sealed class Total
    {
        public long Sum { get; set; }
    }
}
