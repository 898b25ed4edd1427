using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>Names between reactors, over their bus.</summary>
[TestFixture]
public sealed class NameTableTests
{
    private const long Timeout = 1_000_000;
    private const int Kind = 3;

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public void A_name_that_one_core_registers_is_known_on_every_core(
        [Values(1, 2, 4, 8)] int cores, [Values(2, 64)] int bus)
    {
        Simulation<RoundRobin> simulation = Simulate(cores, bus);
        NameTable names = new(simulation.Cluster, "names");
        List<NameResult> results = [];
        for (int core = 0; core < cores; core++)
        {
            int registering = core;
            Run(simulation, core, async context => results.Add(
                await names.Register(context, $"name {registering}", new NameEntry(registering, Kind, registering))));
        }

        Assert.That(results.Select(result => result.Status), Has.All.EqualTo(NameStatus.Registered));
        for (int core = 0; core < cores; core++)
        {
            for (int name = 0; name < cores; name++)
            {
                Assert.That(names.TryResolve(simulation[core], $"name {name}", out NameEntry entry));
                Assert.That(entry, Is.EqualTo(new NameEntry(name, Kind, name)));
            }
        }

        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_name_belongs_to_the_first_who_registers_it_and_only_its_entry_gives_it_up()
    {
        Simulation<RoundRobin> simulation = Simulate(3);
        NameTable names = new(simulation.Cluster, "names");
        NameEntry first = new(0, Kind, 7);
        NameEntry second = new(2, Kind, 8);
        List<NameStatus> statuses = [];
        NameResult taken = default;
        Run(simulation, 0, async context => statuses.Add((await names.Register(context, "clock", first)).Status));
        Run(simulation, 2, async context =>
        {
            taken = await names.Register(context, "clock", second);
            statuses.Add((await names.Release(context, "clock", second)).Status);
            statuses.Add((await names.Find(context, "clock")).Status);
        });
        Assert.That(taken.Status, Is.EqualTo(NameStatus.Taken));
        Assert.That(taken.HasHolder && taken.Holder == first);
        Run(simulation, 1, async context =>
        {
            statuses.Add((await names.Release(context, "clock", first)).Status);
            statuses.Add((await names.Find(context, "clock")).Status);
        });
        Assert.That(statuses, Is.EqualTo(new[]
        {
            NameStatus.Registered, NameStatus.NotHeld, NameStatus.Found, NameStatus.Released, NameStatus.Unknown,
        }));
        Assert.That(names.TryResolve(simulation[0], "clock", out _), Is.False);
    }

    [TestCase(null)]
    [TestCase("")]
    public void What_is_no_name_is_refused_and_the_table_goes_on(string? name)
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        NameTable names = new(simulation.Cluster, "names");
        NameEntry entry = new(0, Kind, 7);
        int refused = 0;
        Run(simulation, 0, async context =>
        {
            foreach (Func<ReactorTask<NameResult>> use in new Func<ReactorTask<NameResult>>[]
            {
                () => names.Register(context, name!, entry),
                () => names.Find(context, name!),
                () => names.Release(context, name!, entry),
            })
            {
                try
                {
                    await use();
                }
                catch (ArgumentException)
                {
                    refused++;
                }
            }
        });
        Assert.That(refused, Is.EqualTo(3));
        NameStatus status = default;
        Run(simulation, 1, async context => status = (await names.Register(context, "clock", entry)).Status);
        Assert.That(status, Is.EqualTo(NameStatus.Registered));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void Of_all_cores_that_register_a_name_at_once_one_has_it_and_the_others_are_told_whose_it_is(
        [Range(1, 10)] int seed)
    {
        const int Cores = 5;
        Simulation<RoundRobin> simulation = Simulate(Cores, seed: seed);
        NameTable names = new(simulation.Cluster, "names");
        NameResult[] results = new NameResult[Cores];
        for (int core = 0; core < Cores; core++)
        {
            int registering = core;
            Start(simulation, core, async context => results[registering] =
                await names.Register(context, "console", new NameEntry(registering, Kind, 0)));
        }

        simulation.Run();
        Assert.That(results.Count(result => result.Status == NameStatus.Registered), Is.EqualTo(1));
        Assert.That(results.Count(result => result.Status == NameStatus.Taken), Is.EqualTo(Cores - 1));
        int winner = Array.FindIndex(results, result => result.Status == NameStatus.Registered);
        Assert.That(results.Select(result => result.Holder.Core), Has.All.EqualTo(winner));
    }

    [Test]
    public void A_name_that_was_registered_is_found_from_any_core_at_once([Range(1, 10)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(4, bus: 2, seed: seed);
        NameTable names = new(simulation.Cluster, "names");
        NameResult found = default;
        Run(simulation, 3, async context =>
        {
            await names.Register(context, "prices", new NameEntry(3, Kind, 1));
            await context.ExecuteOn(1, reactor => reactor.Spawn(FindIt(reactor)));
        });
        Assert.That(found.Status, Is.EqualTo(NameStatus.Found));

        async ReactorTask FindIt(Reactor reactor) => found = await names.Find(reactor.Current, "prices");
    }

    [Test]
    public void A_core_that_stands_still_is_reported_and_the_others_register_names_without_it()
    {
        List<AgreementEvent> happened = [];
        Simulation<RoundRobin> simulation = Simulate(3);
        NameTable names = new(simulation.Cluster, "names", new ClusterMapOptions
        {
            Timeout = Timeout,
            Happened = (reactor, what) =>
            {
                if (reactor.Core == 1)
                {
                    happened.Add(what);
                }
            },
        });
        NameResult result = default;
        bool isKnown = true;
        ulong silent = 0;
        simulation.Stall(2, 100 * Timeout);
        Run(simulation, 1, async context =>
        {
            result = await names.Register(context, "prices", new NameEntry(1, Kind, 1));
            silent = names.Map.View(context.Reactor).Silent;
            isKnown = names.TryResolve(simulation[2], "prices", out _);
        });
        Assert.That(result.Status, Is.EqualTo(NameStatus.Registered));
        Assert.That(result.Silent, Is.EqualTo(0b100));
        Assert.That(silent, Is.EqualTo(0b100));
        Assert.That(isKnown, Is.False);
        Assert.That(names.TryResolve(simulation[2], "prices", out _), "once it is back");
        Assert.That(_log, Is.EqualTo(new[]
        {
            "core 0: core 2 does not answer about 'names'; the others go on without it",
            "core 0: core 2 answers about 'names' again",
        }));
        Assert.That(happened, Is.EqualTo(new AgreementEvent[]
        {
            new(AgreementEventKind.Silent, 2), new(AgreementEventKind.Returned, 2),
        }));
        Assert.That(names.Map.View(simulation[0]).Silent, Is.Zero);
    }

    [Test]
    public void When_the_core_that_coordinates_stands_still_another_does()
    {
        Simulation<RoundRobin> simulation = Simulate(3);
        NameTable names = new(simulation.Cluster, "names", new ClusterMapOptions { Timeout = Timeout });
        NameResult result = default;
        simulation.Stall(0, 100 * Timeout);
        Run(simulation, 2, async context =>
            result = await names.Register(context, "prices", new NameEntry(2, Kind, 1)));
        Assert.That(result.Status, Is.EqualTo(NameStatus.Registered));
        Assert.That(names.Map.View(simulation[0]).Coordinator, Is.Not.Zero);
        Assert.That(names.TryResolve(simulation[0], "prices", out _));
        Assert.That(_log, Has.Some.Contains("coordinates 'names' from now on"));
    }

    [Test]
    public void While_too_few_cores_answer_a_name_is_unavailable_and_may_be_registered_afterwards()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        NameTable names = new(simulation.Cluster, "names", new ClusterMapOptions { Timeout = Timeout });
        List<NameResult> results = [];
        simulation.Stall(0, 100 * Timeout);
        Run(simulation, 1, async context =>
        {
            results.Add(await names.Register(context, "prices", new NameEntry(1, Kind, 1)));
            results.Add(await names.Find(context, "prices"));
        });
        Assert.That(results.Select(result => result.Status), Has.All.EqualTo(NameStatus.Unavailable));
        Assert.That(_log, Has.Some.EqualTo("core 1: too few cores answer about 'names': nothing of it can be changed"));
        Assert.That(_log, Has.Some.EqualTo("core 1: enough cores answer about 'names' again"));
        Assert.That(names.Map.View(simulation[1]).HasQuorum);
        Assert.That(names.TryResolve(simulation[0], "prices", out NameEntry entry) && entry.Core == 1);
    }

    [Test]
    public void A_wrong_name_is_refused()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        NameTable names = new(simulation.Cluster, "names");
        List<string> refused = [];
        Run(simulation, 0, async context =>
        {
            foreach (string name in new[] { "", new string('a', NameTable.MaximumLength + 1) })
            {
                try
                {
                    await names.Register(context, name, default);
                }
                catch (ArgumentException error)
                {
                    refused.Add(error.ParamName!);
                }
            }
        });
        Assert.That(refused, Is.EqualTo(new[] { "name", "name" }));
    }

    [Test]
    public void To_look_a_name_up_allocates_nothing()
    {
        const int Times = 1000;
        Simulation<RoundRobin> simulation = Simulate(2);
        NameTable names = new(simulation.Cluster, "names");
        Run(simulation, 0, async context => await names.Register(context, "prices", new NameEntry(0, Kind, 1)));
        Assert.That(names.TryResolve(simulation[1], "prices", out _));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int found = 0;
        for (int i = 0; i < Times; i++)
        {
            found += names.TryResolve(simulation[1], "prices", out _) ? 1 : 0;
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(found, Is.EqualTo(Times));
    }

    private Simulation<RoundRobin> Simulate(int cores, int bus = 16, int seed = 1) =>
        new(cores, seed, new ReactorOptions { Tasks = 64, BusCapacity = bus, Log = _log.Add });

    private static void Run(Simulation<RoundRobin> simulation, int core, Func<TaskContext, ReactorTask> method)
    {
        Start(simulation, core, method);
        simulation.Run();
    }

    private static void Start(Simulation<RoundRobin> simulation, int core, Func<TaskContext, ReactorTask> method) =>
        simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, method)));

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);
}
