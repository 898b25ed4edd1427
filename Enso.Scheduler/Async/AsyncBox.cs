using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Keeps a state machine that the compiler made; used by one call after another of the same method.</summary>
/// <typeparam name="TMachine">The state machine.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
internal sealed class AsyncBox<TMachine, TResult> : AsyncStep<TResult>
    where TMachine : IAsyncStateMachine
{
    // As many are kept for later: calls that are made on one thread and end on another would pile up there.
    private const int MostFree = 1 << 16;

    [ThreadStatic]
    private static AsyncBox<TMachine, TResult>? s_free;

    // While it is in use, what it has been: mostly what it is next.
    private AsyncBox<TMachine, TResult>? _nextFree;

    // How many are free with it, while it is.
    private int _free;

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
        AsyncBox<TMachine, TResult>? next = s_free;
        int free = next is null ? 1 : next._free + 1;
        if (free <= MostFree)
        {
            _free = free;
            if (_nextFree != next)
            {
                _nextFree = next;
            }

            s_free = this;
        }
    }
}
