using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Enso.Tests.InKernel;

/// <summary>A thread of a test. What its body lets escape does not end the kernel: <see cref="Join"/> throws it, so that
/// it fails the test.</summary>
public sealed class Worker
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private ExceptionDispatchInfo? _failure;

    private Worker(Action body)
        => Thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception failure)
            {
                // Thrown again by Join, on the test's own thread.
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        });

    /// <summary>The thread.</summary>
    public Thread Thread { get; }

    /// <summary>Starts a thread.</summary>
    public static Worker Start(Action body)
    {
        Worker worker = new(body);
        worker.Thread.Start();
        return worker;
    }

    /// <summary>Runs a body on <paramref name="count"/> threads, numbered from 0, and waits for all of them.</summary>
    public static void RunMany(int count, Action<int> body)
    {
        Worker[] workers = new Worker[count];
        for (int i = 0; i < count; i++)
        {
            int number = i;
            workers[i] = Start(() => body(number));
        }
        foreach (Worker worker in workers)
        {
            worker.Thread.Join();
        }
        foreach (Worker worker in workers)
        {
            worker._failure?.Throw();
        }
    }

    /// <summary>Runs an asynchronous body on the thread pool, and waits for it.</summary>
    public static void Complete(Func<Task> body) => Task.Run(body).GetAwaiter().GetResult();

    /// <summary>Gives way to others until a condition holds; a failure after 30 seconds.</summary>
    public static void Await(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Check.That(Stopwatch.GetElapsedTime(start) < s_limit, "waited 30 seconds in vain");
            Thread.Yield();
        }
    }

    /// <summary>Waits until the thread waits for something: a lock, an event, a time.</summary>
    public void AwaitBlocked() => Await(() => (Thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0);

    /// <summary>Waits for the thread; throws what its body let escape.</summary>
    public void Join()
    {
        Thread.Join();
        _failure?.Throw();
    }
}
