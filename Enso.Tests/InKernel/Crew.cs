using System.Runtime.ExceptionServices;

namespace Enso.Tests.InKernel;

/// <summary>Runs one body on several threads at once, and ends when all have.</summary>
internal static class Crew
{
    /// <summary>Threads that load every core and leave more than one for each thread even on one core.</summary>
    public static int Size => Math.Max(2, Environment.ProcessorCount);

    /// <summary>Runs <paramref name="body"/> on <paramref name="count"/> new threads, with their numbers; what the
    /// first of them throws is thrown here, after all have ended.</summary>
    public static void Run(int count, Action<int> body) => Run(count, body, () => { });

    /// <summary>The same, with <paramref name="meanwhile"/> on the caller's thread, once all others have started.
    /// </summary>
    public static void Run(int count, Action<int> body, Action meanwhile)
    {
        Exception? failure = null;
        using Barrier start = new(count + 1);
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            threads[i] = new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    body(number);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                }
            });
            threads[i].Start();
        }
        start.SignalAndWait();
        try
        {
            meanwhile();
        }
        finally
        {
            foreach (Thread thread in threads)
            {
                thread.Join();
            }
        }
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
