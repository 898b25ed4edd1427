using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Filters (<c>when</c>) run in the first pass over the stack, before any finally block.</summary>
internal static class ExceptionFilterTests
{
    private static bool Note(List<string> order, string what, bool result)
    {
        order.Add(what);
        return result;
    }

    [KernelTest]
    internal static void Filters_of_every_frame_run_inside_out_before_any_finally()
    {
        List<string> order = [];
        try
        {
            Outer(order);
        }
        catch (InvalidOperationException) when (Note(order, "filter0", true))
        {
            order.Add("catch0");
        }
        Check.Equal("filter2 filter1 filter0 finally2 finally1 catch0", string.Join(' ', order));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Outer(List<string> order)
    {
        try
        {
            Inner(order);
        }
        catch (InvalidOperationException) when (Note(order, "filter1", false))
        {
            order.Add("catch1");
        }
        finally
        {
            order.Add("finally1");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Inner(List<string> order)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException) when (Note(order, "filter2", false))
        {
            order.Add("catch2");
        }
        finally
        {
            order.Add("finally2");
        }
    }

    [KernelTest]
    internal static void The_first_filter_that_accepts_wins_and_later_ones_are_not_asked()
    {
        List<string> order = [];
        try
        {
            throw new ArgumentException("x");
        }
        catch (ArgumentNullException) when (Note(order, "other type", true))
        {
            order.Add("wrong");
        }
        catch (ArgumentException) when (Note(order, "first", false))
        {
            order.Add("wrong");
        }
        catch (ArgumentException) when (Note(order, "second", true))
        {
            order.Add("right");
        }
        catch (ArgumentException) when (Note(order, "third", true))
        {
            order.Add("wrong");
        }
        Check.Equal("first second right", string.Join(' ', order));
    }

    [KernelTest]
    internal static void A_filter_that_throws_counts_as_false_and_its_exception_is_gone()
    {
        string caught = "";
        try
        {
            try
            {
                throw new InvalidOperationException("original");
            }
            catch (InvalidOperationException) when (Fails())
            {
                caught = "inner";
            }
        }
        catch (Exception e)
        {
            caught = e.Message;
            Check.Equal(typeof(InvalidOperationException), e.GetType());
            Check.Equal(null, e.InnerException);
        }
        Check.Equal("original", caught);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Fails() => throw new FormatException("from the filter");

    [KernelTest]
    internal static void A_filter_that_faults_in_hardware_counts_as_false_too()
    {
        string caught = "";
        try
        {
            try
            {
                throw new InvalidOperationException("original");
            }
            catch (InvalidOperationException) when (Opaque.Null<string>().Length == 0)
            {
                caught = "inner";
            }
        }
        catch (InvalidOperationException e)
        {
            caught = e.Message;
        }
        Check.Equal("original", caught);
    }

    [KernelTest]
    internal static void A_filter_may_throw_and_catch_exceptions_of_its_own()
    {
        int inside = 0;
        bool Survive(Exception outer)
        {
            for (int i = 0; i < 10; i++)
            {
                try
                {
                    throw new FormatException($"{i}");
                }
                catch (FormatException e) when (e.Message == $"{i}")
                {
                    inside++;
                }
            }
            return outer.Message == "outer";
        }

        try
        {
            throw new InvalidOperationException("outer");
        }
        catch (InvalidOperationException e) when (Survive(e))
        {
            Check.Equal("outer", e.Message);
        }
        Check.Equal(10, inside);
    }

    [KernelTest]
    internal static void A_filter_sees_the_locals_as_they_were_when_it_was_thrown()
    {
        int state = 0;
        int seen = -1;
        try
        {
            try
            {
                state = 7;
                throw new InvalidOperationException();
            }
            finally
            {
                state = 8;
            }
        }
        catch (InvalidOperationException) when ((seen = state) == 7)
        {
            Check.Equal(8, state);
        }
        Check.Equal(7, seen);
    }

    [KernelTest]
    internal static void Rethrowing_asks_the_outer_filters_again()
    {
        List<string> order = [];
        try
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException) when (Note(order, "inner", true))
            {
                throw;
            }
        }
        catch (InvalidOperationException) when (Note(order, "outer", true))
        {
            order.Add("catch");
        }
        Check.Equal("inner outer catch", string.Join(' ', order));
    }

    [KernelTest]
    internal static void A_collection_inside_a_filter_keeps_the_exception_and_every_frames_objects()
    {
        object[] kept = [new string('a', 100), new int[100]];
        bool Collect(Exception e)
        {
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.KeepAlive(new byte[10000]);
            }
            return e.Message == "kept 42" && ((string)kept[0]).Length == 100;
        }

        string local = new('b', Opaque.Value(50));
        try
        {
            DeepThrow(30, new string('c', 42));
        }
        catch (InvalidOperationException e) when (Collect(e))
        {
            Check.Equal(new string('b', 50), local);
            Check.Equal(new string('a', 100), (string)kept[0]);
            Check.Equal(100, ((int[])kept[1]).Length);
            return;
        }
        Check.That(false, "the filter refused");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int DeepThrow(int depth, string text)
    {
        string own = text + depth;
        try
        {
            return depth == 0
                ? throw new InvalidOperationException($"kept {text.Length}")
                : DeepThrow(depth - 1, text) + 1;
        }
        finally
        {
            // After a collection that moved it this still is the frame's own string.
            Check.Equal($"{text}{depth}", own);
        }
    }

    [KernelTest]
    internal static void A_filter_decides_by_the_exceptions_contents_in_a_loop()
    {
        List<int> retried = [];
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                throw new CustomException(attempt);
            }
            catch (CustomException e) when (e.Code < 5)
            {
                retried.Add(e.Code);
                continue;
            }
            catch (CustomException e)
            {
                Check.Equal(5, e.Code);
                break;
            }
        }
        Check.Equal("0,1,2,3,4", string.Join(',', retried));
    }

    private sealed class CustomException(int code) : Exception
    {
        public int Code { get; } = code;
    }

    [KernelTest]
    internal static void Filters_run_on_the_thread_that_threw()
    {
        Crew.Run(Crew.Size * 2, number =>
        {
            for (int round = 0; round < 20; round++)
            {
                int thread = -1;
                try
                {
                    throw new CustomException(number);
                }
                catch (CustomException e) when ((thread = Environment.CurrentManagedThreadId) > 0 && e.Code == number)
                {
                    Check.Equal(Environment.CurrentManagedThreadId, thread);
                }
            }
        });
    }
}
