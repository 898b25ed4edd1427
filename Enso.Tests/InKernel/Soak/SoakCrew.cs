using System.Runtime.ExceptionServices;

namespace Enso.Tests.InKernel.Soak;

/// <summary>Threads at the ends of one queue. When one fails, the queue is completed, so that the others end too; when
/// they do not end, that is the failure.</summary>
/// <param name="plan">The round.</param>
/// <param name="abort">Completes the queue for an error.</param>
/// <param name="describe">Says how the queue stands, when it hangs.</param>
internal sealed class SoakCrew(SoakPlan plan, Action<Exception> abort, Func<string> describe)
{
    // A round takes well under a second; with more emulated cores than real ones, where a core that is waited for may not
    // be running, a minute and more.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    private readonly List<Thread> _threads = [];
    private Exception? _failure;

    /// <summary>Whether any thread has failed.</summary>
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>Adds a thread.</summary>
    /// <param name="body">What it does, with a pace of its own.</param>
    public void Add(Action<SoakPace> body)
    {
        SoakPace pace = new(plan.Random.Next());
        _threads.Add(new Thread(() => Work(body, pace)) { IsBackground = true });
    }

    /// <summary>Runs the threads to their end.</summary>
    public void Run()
    {
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
        foreach (Thread thread in _threads)
        {
            if (!thread.Join(s_limit))
            {
                throw new CheckException($"a thread does not end: {describe()}; {_failure}", "", 0);
            }
        }
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void Work(Action<SoakPace> body, SoakPace pace)
    {
        try
        {
            body(pace);
        }
        catch (Exception failure)
        {
            // The first is the round's failure; those of the others follow from it.
            if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
            {
                abort(failure);
            }
        }
    }
}
