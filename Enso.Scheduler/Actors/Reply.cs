using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>An answer that a task waits for, to be awaited once. The object behind it is used again, so that asking
/// allocates
/// nothing once as many questions have been open at the same time.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
public readonly struct Reply<T> : ICriticalNotifyCompletion
{
    private readonly ReplySlot<T> _slot;
    private readonly long _version;

    private Reply(ReplySlot<T> slot)
    {
        _slot = slot;
        _version = slot.Version;
    }

    /// <summary>Opens a question.</summary>
    public static Reply<T> Open() => new(ReplySlot<T>.Rent());

    /// <summary>Where the answer goes.</summary>
    public ReplyTo<T> To => new(_slot, _version);

    /// <summary>Whether it is there.</summary>
    public bool IsCompleted
    {
        get
        {
            CheckVersion();
            if (_slot.IsAnswered)
            {
                return true;
            }

            Reactor reactor = Reactor.Running;
            TaskNode node = reactor.RunningNode;
            TaskWaiter waiter = reactor.TakeWaiter(node);
            if (!_slot.TryAdd(waiter))
            {
                waiter.IsUnderWay = false;
                return true;
            }

            node.Awaited = Awaited.Signal;
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public Reply<T> GetAwaiter() => this;

    /// <summary>The answer.</summary>
    /// <exception cref="RemoteException">There is none; why is inside.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public T GetResult()
    {
        CheckVersion();
        if (!_slot.IsAnswered)
        {
            _slot.GiveUp(_version);
            Reactor.CheckCancelled(Reactor.Running.RunningNode);
            throw new InvalidOperationException("The answer is not there yet: await it.");
        }

        return _slot.Take();
    }

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    private void CheckVersion()
    {
        if (_slot is null || _slot.Version != _version)
        {
            throw new InvalidOperationException("The answer was awaited before: each is awaited once.");
        }
    }
}
