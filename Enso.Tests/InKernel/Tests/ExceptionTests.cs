namespace Enso.Tests.InKernel.Tests;

internal static class ExceptionTests
{
    private sealed class Holder
    {
        public int Value;
    }

    [KernelTest]
    internal static void A_null_reference_is_an_exception()
    {
        Holder? nothing = Environment.ProcessorCount > 0 ? null : new Holder();
        Check.Throws<NullReferenceException>(() => nothing!.Value++);
    }

    [KernelTest]
    internal static void A_division_by_zero_is_an_exception()
    {
        int zero = Environment.ProcessorCount > 0 ? 0 : 1;
        Check.Throws<DivideByZeroException>(() => GC.KeepAlive(5 / zero));
    }

    [KernelTest]
    internal static void Finally_runs_when_an_exception_passes()
    {
        int order = 0;
        Check.Throws<InvalidOperationException>(() =>
        {
            try
            {
                throw new InvalidOperationException();
            }
            finally
            {
                order = 1;
            }
        });
        Check.Equal(1, order);
    }

    [KernelTest]
    internal static void A_filter_sees_the_exception_before_finally_runs()
    {
        List<string> order = [];
        try
        {
            try
            {
                throw new ArgumentException("x");
            }
            finally
            {
                order.Add("finally");
            }
        }
        catch (ArgumentException e) when (Note(order, e.Message == "x"))
        {
            order.Add("catch");
        }
        Check.Equal("filter,finally,catch", string.Join(',', order));
    }

    private static bool Note(List<string> order, bool result)
    {
        order.Add("filter");
        return result;
    }

    [KernelTest]
    internal static void A_stack_trace_names_the_methods()
    {
        try
        {
            Inner();
        }
        catch (InvalidOperationException e)
        {
            Check.That(e.StackTrace!.Contains(nameof(Inner)), e.StackTrace);
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Inner() => throw new InvalidOperationException("inner");

    [KernelTest]
    internal static void Faults_on_many_threads_at_once_are_exceptions()
    {
        int caught = 0;
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int k = 0; k < 200; k++)
                {
                    try
                    {
                        Holder? nothing = null;
                        nothing!.Value = k;
                    }
                    catch (NullReferenceException)
                    {
                        Interlocked.Increment(ref caught);
                    }
                }
            });
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal(1600, caught);
    }
}
