using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Finally blocks, and what the language makes of them: using, lock, foreach.</summary>
internal static class ExceptionFinallyTests
{
    [KernelTest]
    internal static void Finally_blocks_of_a_thousand_frames_run_inside_out()
    {
        const int depth = 1000;
        List<int> order = new(depth);
        Check.Throws<InvalidOperationException>(() => Nest(depth, order));
        Check.Equal(depth, order.Count);
        for (int i = 0; i < depth; i++)
        {
            Check.Equal(i + 1, order[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Nest(int depth, List<int> order)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException();
        }
        try
        {
            return Nest(depth - 1, order) + 1;
        }
        finally
        {
            order.Add(depth);
        }
    }

    [KernelTest]
    internal static void An_exception_in_a_finally_block_replaces_the_one_that_passes()
    {
        Exception e = Check.Throws<FormatException>(() =>
        {
            try
            {
                throw new InvalidOperationException("first");
            }
            finally
            {
                ThrowFormat();
            }
        });
        Check.Equal("second", e.Message);
        Check.Equal(null, e.InnerException);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowFormat() => throw new FormatException("second");

    [KernelTest]
    internal static void A_fault_in_a_finally_block_replaces_the_one_that_passes()
    {
        bool outerRan = false;
        Check.Throws<NullReferenceException>(() =>
        {
            try
            {
                try
                {
                    throw new InvalidOperationException();
                }
                finally
                {
                    GC.KeepAlive(Opaque.Null<string>().Length);
                }
            }
            finally
            {
                outerRan = true;
            }
        });
        Check.That(outerRan);
    }

    [KernelTest]
    internal static void An_exception_caught_inside_a_finally_block_does_not_disturb_the_one_that_passes()
    {
        int inside = 0;
        Exception e = Check.Throws<InvalidOperationException>(() =>
        {
            try
            {
                throw new InvalidOperationException("passing");
            }
            finally
            {
                for (int i = 0; i < 5; i++)
                {
                    try
                    {
                        Nest(i + 1, []);
                    }
                    catch (InvalidOperationException)
                    {
                        inside++;
                    }
                }
            }
        });
        Check.Equal("passing", e.Message);
        Check.Equal(5, inside);
    }

    [KernelTest]
    internal static void Leaving_a_block_in_any_way_runs_its_finally_block()
    {
        List<string> order = [];
        int Return()
        {
            int value = 1;
            try
            {
                return value;
            }
            finally
            {
                value = 2;
                order.Add("return");
            }
        }

        Check.Equal(1, Return());
        for (int i = 0; i < 3; i++)
        {
            try
            {
                if (i == 0)
                {
                    continue;
                }
                if (i == 1)
                {
                    goto done;
                }
                break;
            }
            finally
            {
                order.Add($"loop{i}");
            }
        done:
            order.Add("goto");
        }
        Check.Equal("return loop0 loop1 goto loop2", string.Join(' ', order));
    }

    private sealed class Resource(string name, List<string> order, bool failing = false) : IDisposable
    {
        public void Dispose()
        {
            order.Add(name);
            if (failing)
            {
                throw new FormatException(name);
            }
        }
    }

    [KernelTest]
    internal static void Using_disposes_in_reverse_order_when_an_exception_passes()
    {
        List<string> order = [];
        Check.Throws<InvalidOperationException>(() =>
        {
            using Resource first = new("first", order);
            using Resource second = new("second", order);
            using (new Resource("third", order))
            {
                order.Add("body");
                throw new InvalidOperationException();
            }
        });
        Check.Equal("body third second first", string.Join(' ', order));
    }

    [KernelTest]
    internal static void A_failing_dispose_replaces_the_exception_and_the_others_still_run()
    {
        List<string> order = [];
        Exception e = Check.Throws<FormatException>(() =>
        {
            using Resource first = new("first", order);
            using Resource second = new("second", order, failing: true);
            throw new InvalidOperationException();
        });
        Check.Equal("second", e.Message);
        Check.Equal("second first", string.Join(' ', order));
    }

    [KernelTest]
    internal static void A_lock_is_released_when_an_exception_passes()
    {
        object gate = new();
        Lock modern = new();
        for (int i = 0; i < 100; i++)
        {
            Check.Throws<InvalidOperationException>(() =>
            {
                lock (gate)
                {
                    lock (modern)
                    {
                        throw new InvalidOperationException();
                    }
                }
            });
        }
        Check.That(!Monitor.IsEntered(gate));
        Check.That(!modern.IsHeldByCurrentThread);
        bool entered = false;
        Crew.Run(1, _ =>
        {
            lock (gate)
            {
                lock (modern)
                {
                    entered = true;
                }
            }
        });
        Check.That(entered);
    }

    private static IEnumerable<int> Numbers(List<string> order)
    {
        try
        {
            yield return 1;
            yield return 2;
            yield return 3;
        }
        finally
        {
            order.Add("iterator");
        }
    }

    [KernelTest]
    internal static void An_iterators_finally_block_runs_when_its_consumer_throws_or_stops()
    {
        List<string> order = [];
        Check.Throws<InvalidOperationException>(() =>
        {
            foreach (int number in Numbers(order))
            {
                order.Add($"{number}");
                if (number == 2)
                {
                    throw new InvalidOperationException();
                }
            }
        });
        Check.Equal(1, Numbers(order).First());
        Check.Equal(6, Numbers(order).Sum());
        Check.Equal("1 2 iterator iterator iterator", string.Join(' ', order));
    }

    [KernelTest]
    internal static void Nested_finally_blocks_run_in_order_when_each_of_them_throws()
    {
        List<string> order = [];
        Exception e = Check.Throws<FormatException>(() =>
        {
            try
            {
                try
                {
                    try
                    {
                        throw new InvalidOperationException();
                    }
                    finally
                    {
                        order.Add("1");
                        throw new ArgumentException("1");
                    }
                }
                finally
                {
                    order.Add("2");
                    ThrowFormat();
                }
            }
            finally
            {
                order.Add("3");
            }
        });
        Check.Equal("second", e.Message);
        Check.Equal("1 2 3", string.Join(' ', order));
    }

    [KernelTest]
    internal static void Registers_and_locals_hold_their_values_after_a_catch()
    {
        Check.Equal(2470L, Survive(10, 20, 30, 40.5, "abc"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Survive(int a, long b, int c, double d, string text)
    {
        long sum = 0;
        for (int i = 0; i < 20; i++)
        {
            int before = a + i;
            double scaled = d * i;
            try
            {
                ThrowFormat();
            }
            catch (FormatException)
            {
                sum += before + b + c + text.Length - 3;
            }
            Check.Equal(d * i, scaled);
            Check.Equal(a + i, before);
        }
        return sum + (a * a) + (c * b) + 380;
    }
}
