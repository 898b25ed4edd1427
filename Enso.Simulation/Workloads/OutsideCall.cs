using System.Runtime.CompilerServices;

namespace Enso.Simulation.Workloads;

/// <summary>Something that another thread does and a task waits for: an awaiter that knows nothing of reactors.</summary>
internal sealed class OutsideCall : INotifyCompletion
{
    private Action? _continuation;

    /// <summary>Whether it was done.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>What the compiler awaits it by.</summary>
    public OutsideCall GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _continuation = continuation;

    /// <summary>Does it.</summary>
    public void Complete()
    {
        IsCompleted = true;
        _continuation?.Invoke();
    }
}
