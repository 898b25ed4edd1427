using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Exceptions on many threads at once, and while the collector runs.</summary>
internal static class ExceptionConcurrencyTests
{
    private sealed class Numbered(int thread, int round, object payload) : Exception($"{thread}/{round}")
    {
        public int Thread { get; } = thread;

        public int Round { get; } = round;

        public object Payload { get; } = payload;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Throw(int depth, int thread, int round, object payload)
    {
        object own = new string((char)('a' + (depth % 26)), 10);
        try
        {
            return depth == 0
                ? throw new Numbered(thread, round, payload)
                : Throw(depth - 1, thread, round, payload) + depth;
        }
        finally
        {
            if (((string)own)[9] != (char)('a' + (depth % 26)))
            {
                throw new CheckException("a frame lost its object", nameof(ExceptionConcurrencyTests), depth);
            }
        }
    }

    [KernelTest]
    internal static void Every_thread_catches_its_own_exceptions()
    {
        int caught = 0;
        const int rounds = 50;
        int size = Crew.Size * 2;
        Crew.Run(size, number =>
        {
            for (int round = 0; round < rounds; round++)
            {
                object payload = new();
                Numbered e = Check.Throws<Numbered>(() => Throw(10, number, round, payload));
                Check.Equal((number, round), (e.Thread, e.Round));
                Check.That(ReferenceEquals(payload, e.Payload));
                Interlocked.Increment(ref caught);
            }
        });
        Check.Equal(size * rounds, caught);
    }

    [KernelTest]
    internal static void Exceptions_in_flight_survive_collections_of_every_generation()
    {
        bool stop = false;
        int caught = 0;
        Crew.Run(Crew.Size, number =>
        {
            for (int round = 0; !Volatile.Read(ref stop); round++)
            {
                int[] payload = new int[50];
                Array.Fill(payload, (number * 1000) + round);
                Numbered e = Check.Throws<Numbered>(() => Throw(20, number, round, payload));
                Check.Equal($"{number}/{round}", e.Message);
                Check.That(Array.TrueForAll((int[])e.Payload, n => n == (number * 1000) + round));
                Interlocked.Increment(ref caught);
            }
        },
        () =>
        {
            for (int i = 0; i < 12; i++)
            {
                int seen = Volatile.Read(ref caught);
                GC.Collect(i % 3, GCCollectionMode.Forced, blocking: true, compacting: true);
                while (Volatile.Read(ref caught) == seen)
                {
                    Thread.Yield();
                }
            }
            Volatile.Write(ref stop, true);
        });
        Check.That(caught >= 12);
    }

    [KernelTest]
    internal static void Faults_in_flight_survive_collections()
    {
        bool stop = false;
        int caught = 0;
        Crew.Run(Crew.Size, number =>
        {
            while (!Volatile.Read(ref stop))
            {
                string kept = new('k', 20 + number);
                try
                {
                    GC.KeepAlive(Opaque.Null<int[]>()[number]);
                }
                catch (NullReferenceException) when (kept.Length == 20 + number)
                {
                    Check.Equal(new string('k', 20 + number), kept);
                    Interlocked.Increment(ref caught);
                }
            }
        },
        () =>
        {
            for (int i = 0; i < 12; i++)
            {
                int seen = Volatile.Read(ref caught);
                GC.Collect();
                while (Volatile.Read(ref caught) == seen)
                {
                    Thread.Yield();
                }
            }
            Volatile.Write(ref stop, true);
        });
        Check.That(caught >= 12);
    }

    private static class Contended
    {
        public static readonly int Value = Fail();

        private static int Fail()
        {
            Interlocked.Increment(ref s_constructions);
            Thread.Yield();
            throw new FormatException("contended");
        }
    }

    private static int s_constructions;

    [KernelTest]
    internal static void Threads_that_race_for_a_failing_static_constructor_all_get_its_exception()
    {
        Crew.Run(Crew.Size * 2, _ =>
        {
            TypeInitializationException e = Check.Throws<TypeInitializationException>(
                () => GC.KeepAlive(Contended.Value));
            Check.Equal("contended", e.InnerException!.Message);
        });
        Check.Equal(1, s_constructions);
    }

    [KernelTest]
    internal static void One_exception_object_thrown_on_several_threads_reaches_each()
    {
        FormatException shared = new("shared");
        int caught = 0;
        Crew.Run(Crew.Size, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                try
                {
                    throw shared;
                }
                catch (FormatException e) when (ReferenceEquals(e, shared))
                {
                    Interlocked.Increment(ref caught);
                }
            }
        });
        Check.Equal(Crew.Size * 100, caught);
    }

    [KernelTest]
    internal static void First_chance_events_announce_every_throw_before_it_is_caught()
    {
        int announced = 0;
        List<string> order = [];
        void Announce(object? sender, FirstChanceExceptionEventArgs e)
        {
            if (e.Exception is Numbered numbered)
            {
                Interlocked.Increment(ref announced);
                if (numbered.Thread < 0)
                {
                    order.Add("announced");
                }
            }
        }

        AppDomain.CurrentDomain.FirstChanceException += Announce;
        try
        {
            try
            {
                throw new Numbered(-1, 0, order);
            }
            catch (Numbered)
            {
                order.Add("caught");
            }
            Crew.Run(4, number =>
            {
                for (int round = 0; round < 25; round++)
                {
                    Check.Throws<Numbered>(() => Throw(0, number, round, order));
                }
            });
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Announce;
        }
        Check.Throws<Numbered>(() => Throw(0, 1, 1, order));
        Check.Equal("announced caught", string.Join(' ', order));
        Check.Equal(101, announced);
    }

    [KernelTest]
    internal static void Exceptions_of_many_pool_tasks_all_come_back()
    {
        const int count = 200;
        Task[] tasks = new Task[count];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            tasks[i] = Task.Run(() => Throw(number % 7, number, 0, tasks));
        }
        AggregateException all = Check.Throws<AggregateException>(() => Task.WaitAll(tasks));
        Check.Equal(count, all.InnerExceptions.Count);
        Check.Equal(string.Join(',', Enumerable.Range(0, count)),
            string.Join(',', all.InnerExceptions.Cast<Numbered>().Select(e => e.Thread).Order()));
    }

    [KernelTest]
    internal static void A_contended_lock_is_handed_on_when_its_owner_throws()
    {
        object gate = new();
        int inside = 0;
        int thrown = 0;
        Crew.Run(Crew.Size * 2, number =>
        {
            for (int i = 0; i < 50; i++)
            {
                try
                {
                    lock (gate)
                    {
                        Check.Equal(1, ++inside);
                        try
                        {
                            throw new Numbered(number, i, gate);
                        }
                        finally
                        {
                            inside--;
                        }
                    }
                }
                catch (Numbered)
                {
                    Interlocked.Increment(ref thrown);
                }
            }
        });
        Check.Equal(Crew.Size * 2 * 50, thrown);
    }
}
