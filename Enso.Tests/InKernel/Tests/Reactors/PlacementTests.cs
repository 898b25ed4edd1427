using Enso.Kernel.Reactors;
using Enso.Queues;
using Enso.Scheduler;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>The three ways of spreading work, on the machine's cores: balanced by keys, published to all, and on one
/// core in place.</summary>
internal static class PlacementTests
{
    private const int Keys = 40;
    private const int ManyKeys = 1_000;
    private const int Count = 2_000;
    private const int Buckets = 16;

    [KernelTest]
    internal static void Keys_keep_their_order_on_the_way_out_while_their_buckets_move() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        Balancer<int, Job, Serving> balancer = new(
            cores, default, new BalancerOptions { Buckets = Buckets, Polls = [3, 1], Capacity = 16, Held = 8 });
        for (int core = 0; core < cores; core++)
        {
            reactors.Ask(core, reactor => reactor.Spawn(balancer.Incarnate()));
        }

        reactors.Ask(0, reactor => reactor.Spawn(Hand(reactor.Current, balancer)));
        int[] next = new int[Keys];
        long got = reactors.Run(cores - 1, async context =>
        {
            using BalancerOutput<Job> output = balancer.Open(context.Reactor);
            long count = 0;
            do
            {
                while (output.TryNext(out Job job, out int core))
                {
                    Check.Equal(next[job.Key]++, job.Number);
                    Check.Equal(core, job.Core);
                    count++;
                }
            }
            while (await output.Wait());
            return count;
        });
        Check.Equal((long)Count, got);
        Check.Equal((long)Count, Enumerable.Range(0, cores).Sum(balancer.ProcessedOn));
        Check.That(cores == 1 || balancer.Moves > 20, $"{balancer.Moves} moves");
    });

    [KernelTest]
    internal static void Of_what_waits_to_go_out_the_higher_priority_is_polled_first() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        Balancer<int, Job, Serving> balancer = new(cores, default, new BalancerOptions { Polls = [3, 1], Capacity = 2048 });
        reactors.Run(0, async context =>
        {
            for (int i = 0; i < Count; i++)
            {
                await balancer.Hand(context, new Job(i % ManyKeys, i / ManyKeys));
            }

            balancer.Complete();
            return 0;
        });
        for (int core = 0; core < cores; core++)
        {
            // All of it lies on the way out then.
            reactors.Run(core, async context =>
            {
                await balancer.Serve(context);
                return 0;
            });
        }

        int first = reactors.Run(0, async context =>
        {
            using BalancerOutput<Job> output = balancer.Open(context.Reactor);
            int high = 0;
            for (int i = 0; i < output.Capacity; i++)
            {
                Check.That(output.TryNext(out Job job, out _));
                high += job.Key % 2 == 0 ? 1 : 0;
            }

            await context.Yield();
            return high;
        });
        Check.Equal(3 * cores, first);
    });

    [KernelTest]
    internal static void Every_core_reads_one_publisher_in_place_and_takes_its_own() => With(reactors =>
    {
        int cores = reactors.Cluster.Cores;
        Publication<Job> publication = new("jobs", new QueueOptions { Capacity = 64, MaximumReaders = cores });
        int number = reactors.Run(0, context => context.PublishOn(0, publication));
        using CountdownEvent subscribed = new(cores);
        long[] taken = new long[cores];
        Crew.Run(
            cores,
            core => taken[core] = reactors.Run(core, async context =>
            {
                using Reader<Job, Vec<Job>> cursor = await context.SubscribeTo<Job>(0, number);
                using TaskReader<Job> reader = TaskReader<Job>.Create(context.Reactor, cursor);
                subscribed.Signal();
                int next = 0;
                long mine = 0;
                while (await reader.Wait())
                {
                    Job job = await reader.Next();
                    Check.Equal(next++, job.Number);
                    mine += Enso.Scheduler.Buckets<int>.Home(job.Key, cores) == core ? 1 : 0;
                }

                Check.Equal(Count, next);
                return mine;
            }),
            () =>
            {
                subscribed.Wait();
                reactors.Run(0, async context =>
                {
                    using TaskWriter<Job> writer = TaskWriter<Job>.Create(context.Reactor, publication.Writer);
                    for (int i = 0; i < Count; i++)
                    {
                        await writer.Publish(new Job(i % Keys, i));
                    }

                    publication.Writer.Complete();
                    return 0;
                });
            });
        Check.Equal((long)Count, taken.Sum());
    });

    [KernelTest]
    internal static void One_core_delivers_in_place_and_in_order() => With(reactors =>
    {
        FastDelivery<Job, Vec<Job>, Delivery> delivery = new(
            new Link<Job, Vec<Job>>(new QueueOptions { Capacity = 16, FullPolicy = FullPolicy.Reject }), new Delivery(Count));
        reactors.Run(reactors.Cluster.Cores - 1, async context =>
        {
            int sent = 0;
            while (sent < Count)
            {
                sent += delivery.Poll(8);
                await context.Yield();
            }

            return 0;
        });
        Check.Equal(Count, delivery.Work.Sent);
    });

    private static async ReactorTask Hand(TaskContext context, Balancer<int, Job, Serving> balancer)
    {
        for (int i = 0; i < Count; i++)
        {
            await balancer.Hand(context, new Job(i % Keys, i / Keys));
            if (i % 16 == 0)
            {
                int bucket = i / 16 % Buckets;
                int core = ((i / 16) + (i / 256)) % balancer.Cores;
                while (balancer.Buckets.CoreOf(bucket) != core && !balancer.TryMove(bucket, core))
                {
                    await context.Yield();
                }
            }
        }

        balancer.Complete();
    }

    private static void With(Action<MachineReactors> test)
    {
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions { BusCapacity = 64, Tasks = 64 });
        test(reactors);
        reactors.Stop();
    }

    private readonly record struct Job(int Key, int Number)
    {
        public int Core { get; init; } = -1;
    }

    private readonly struct Serving : IBalanced<int, Job>
    {
        public int KeyOf(in Job message) => message.Key;

        public int PriorityOf(in Job message) => message.Key % 2;

        public void Process(int core, ref Job message) => message = message with { Core = core };
    }

    private struct Delivery(int count) : IDelivery<Job>
    {
        private int _received;

        public int Sent { get; private set; }

        public readonly bool CanReceive => _received < count;

        public void Receive(ref Job place) => place = new Job(0, _received++);

        public readonly void Process(ref Job message) => message = message with { Core = message.Number };

        public bool TrySend(ref Job message)
        {
            Check.Equal(Sent, message.Core);
            Sent++;
            return true;
        }
    }
}
