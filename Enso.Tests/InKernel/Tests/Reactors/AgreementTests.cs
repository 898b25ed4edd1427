using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>What the machine's own cores agree on.</summary>
internal static class AgreementTests
{
    private const int Kind = 7;

    [KernelTest]
    internal static void A_name_that_one_core_registers_is_found_on_every_core() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        for (int core = 0; core < cores; core++)
        {
            NameEntry entry = new(core, Kind, core + 100);
            string name = $"name {core}";
            NameResult result = reactors.Run(core, context => reactors.Names.Register(context, name, entry));
            Check.Equal(NameStatus.Registered, result.Status);
            for (int other = 0; other < cores; other++)
            {
                NameResult found = reactors.Run(other, context => reactors.Names.Find(context, name));
                Check.Equal(NameStatus.Found, found.Status);
                Check.Equal(entry, found.Holder);
                Check.That(reactors.Ask(other, reactor => reactors.Names.TryResolve(reactor, name, out _)));
            }
        }
    });

    [KernelTest]
    internal static void Of_all_cores_that_register_a_name_at_once_one_has_it_and_gives_it_up() => With(reactors =>
    {
        const int Rounds = 20;
        int cores = reactors.Cluster.Cores;
        NameResult[] results = new NameResult[cores];
        for (int round = 0; round < Rounds; round++)
        {
            int id = round;
            Crew.Run(cores, core => results[core] = reactors.Run(
                core, context => reactors.Names.Register(context, "console", new NameEntry(core, Kind, id))));
            int winner = Array.FindIndex(results, result => result.Status == NameStatus.Registered);
            Check.That(winner >= 0, "nobody has it");
            for (int core = 0; core < cores; core++)
            {
                Check.Equal(core == winner ? NameStatus.Registered : NameStatus.Taken, results[core].Status);
                Check.Equal(new NameEntry(winner, Kind, id), results[core].Holder);
            }

            Check.Equal(NameStatus.Released, reactors.Run(
                cores - 1, context => reactors.Names.Release(context, "console", results[winner].Holder)).Status);
        }
    });

    [KernelTest]
    internal static void All_cores_change_a_map_at_once_over_small_rings() => With(
        reactors =>
        {
            const int Keys = 50;
            int cores = reactors.Cluster.Cores;
            ClusterMap<int, int> map = new(
                reactors.Cluster, "keys", new ClusterMapOptions { Timeout = 60_000_000_000, MaximumPending = 4 });
            int[][] holders = new int[cores][];
            Crew.Run(cores, core => holders[core] = reactors.Run(core, async context =>
            {
                int[] seen = new int[Keys];
                for (int key = 0; key < Keys; key++)
                {
                    seen[key] = (await map.Propose(context, Change<int, int>.PutIfAbsent(key, core))).Value;
                }

                return seen;
            }));
            for (int core = 0; core < cores; core++)
            {
                Check.Equal(string.Join(',', holders[0]), string.Join(',', holders[core]));
                Check.Equal(Keys, reactors.Ask(core, reactor => map.View(reactor).Count));
            }
        },
        busCapacity: 4);

    [KernelTest]
    internal static void A_core_that_does_not_answer_is_reported_and_is_brought_up_to_date_when_it_does()
    {
        List<string> log = [];
        With(
            reactors =>
            {
                int last = reactors.Cluster.Cores - 1;
                if (last == 0)
                {
                    return;
                }

                bool isBusy = false;
                bool mayEnd = false;
                reactors.Cluster[last].Post(_ =>
                {
                    Volatile.Write(ref isBusy, true);
                    while (!Volatile.Read(ref mayEnd))
                    {
                        Thread.Yield();
                    }
                });
                while (!Volatile.Read(ref isBusy))
                {
                    Thread.Yield();
                }

                NameResult result = reactors.Run(
                    0, context => reactors.Names.Register(context, "prices", new NameEntry(0, Kind, 1)));
                Volatile.Write(ref mayEnd, true);
                Check.Equal(NameStatus.Registered, result.Status);
                Check.That((result.Silent >> last & 1) != 0, $"silent: {result.Silent:x}");
                while (reactors.Ask(0, reactor => reactors.Names.Map.View(reactor)).Silent != 0)
                {
                    Thread.Yield();
                }

                Check.That(reactors.Ask(last, reactor => reactors.Names.TryResolve(reactor, "prices", out _)));
                lock (log)
                {
                    string all = string.Join('\n', log);
                    Check.That(all.Contains($"core {last} does not answer about 'names'"), all);
                    Check.That(all.Contains($"core {last} answers about 'names' again"), all);
                }
            },
            log: line =>
            {
                lock (log)
                {
                    log.Add(line);
                }
            });
    }

    [KernelTest]
    internal static void Once_all_is_agreed_no_core_has_a_timer_of_it() => With(reactors =>
    {
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            string name = $"name {core}";
            reactors.Run(core, context => reactors.Names.Register(context, name, new NameEntry(0, Kind, 1)));
        }

        // Those that ran meanwhile are not made again when they have run out.
        for (int core = 0; core < reactors.Cluster.Cores; core++)
        {
            while (reactors.Ask(core, reactor => reactor.Timers) != 0)
            {
                Thread.Yield();
            }
        }
    });

    [KernelTest]
    internal static void To_look_a_name_up_allocates_nothing() => With(reactors =>
    {
        const int Times = 1000;
        int last = reactors.Cluster.Cores - 1;
        reactors.Run(last, context => reactors.Names.Register(context, "prices", new NameEntry(last, Kind, 1)));
        Check.Equal(0, reactors.Ask(last, reactor =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Times; i++)
            {
                Check.That(reactors.Names.TryResolve(reactor, "prices", out _));
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    });

    private static void With(Action<MachineReactors> test, int busCapacity = 64, Action<string>? log = null)
    {
        MachineReactors reactors = MachineReactors.Begin(
            new ReactorOptions { BusCapacity = busCapacity, Tasks = 64, Log = log });
        test(reactors);
        reactors.Stop();
    }
}
