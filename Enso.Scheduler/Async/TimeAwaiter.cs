using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Waits for a time.</summary>
public readonly struct TimeAwaiter : ICriticalNotifyCompletion
{
    private readonly Reactor _reactor;
    private readonly long _due;
    private readonly long _slack;

    internal TimeAwaiter(Reactor reactor, long due, long slack)
    {
        _reactor = reactor;
        _due = due;
        _slack = slack;
    }

    /// <summary>Never: even a time that is past lets others run first.</summary>
    public bool IsCompleted
    {
        get
        {
            _reactor.BeginSleep(_due, _slack);
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public TimeAwaiter GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public void GetResult()
    {
        TaskNode node = _reactor.RunningNode;
        _reactor.EndSleep(node);
        Reactor.CheckCancelled(node);
    }

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
