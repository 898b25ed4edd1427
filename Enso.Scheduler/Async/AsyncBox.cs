using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Keeps a state machine that the compiler made; used by one call after another of the same method.</summary>
/// <typeparam name="TMachine">The state machine.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
internal sealed class AsyncBox<TMachine, TResult> : AsyncStep<TResult>
    where TMachine : IAsyncStateMachine
{
    [ThreadStatic]
    private static AsyncBox<TMachine, TResult>? s_free;

    private AsyncBox<TMachine, TResult>? _nextFree;

    /// <summary>The state machine, in place.</summary>
    public TMachine Machine = default!;

    /// <summary>A box that nobody uses.</summary>
    public static AsyncBox<TMachine, TResult> Rent()
    {
        AsyncBox<TMachine, TResult>? box = s_free;
        if (box is null)
        {
            return new AsyncBox<TMachine, TResult>();
        }

        s_free = box._nextFree;
        box._nextFree = null;
        return box;
    }

    /// <inheritdoc/>
    public override void MoveNext() => Machine.MoveNext();

    /// <inheritdoc/>
    public override void Return()
    {
        Forget();
        Machine = default!;
        Result = default;
        _nextFree = s_free;
        s_free = this;
    }
}
