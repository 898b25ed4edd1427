using System.Diagnostics;

namespace Enso.Queues;

/// <summary>Notices, in a build for debugging, that two threads use one end of a queue at the same time.</summary>
internal struct SingleUse
{
    private int _inside;

    /// <summary>Begins a use.</summary>
    /// <exception cref="InvalidOperationException">Another thread is in one.</exception>
    [Conditional("DEBUG")]
    public void Enter()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            throw new InvalidOperationException(
                "Two threads use one end of a queue at the same time. Give each writer and each reader an end of its own.");
        }
    }

    /// <summary>Ends a use.</summary>
    [Conditional("DEBUG")]
    public void Leave() => Volatile.Write(ref _inside, 0);
}
