using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Waits for a completion or a time, or until the task is asked to end: whoever awaits it looks which.
/// </summary>
/// <param name="reactor">The task's.</param>
/// <param name="completion">The completion.</param>
/// <param name="due">The time; <see cref="long.MaxValue"/> for never.</param>
/// <param name="slack">How much later it may be.</param>
internal readonly struct CompletionAwaiter(Reactor reactor, Completion completion, long due, long slack)
    : ICriticalNotifyCompletion
{
    /// <summary>Whether it has come.</summary>
    public bool IsCompleted
    {
        get
        {
            if (completion.IsDone)
            {
                return true;
            }

            reactor.BeginWait(completion, due, slack);
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public CompletionAwaiter GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    public void GetResult() => reactor.EndWait(completion);

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
