using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of an unfold that may end.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="T">What comes out.</typeparam>
/// <typeparam name="TUnfold">The step.</typeparam>
public struct UnfoldMachine<TState, T, TUnfold> : IStreamMachine<T>
    where TUnfold : struct, IUnfold<TState, T>
{
    private TState _state;
    private TUnfold _unfold;

    internal UnfoldMachine(TState seed, TUnfold unfold)
    {
        _state = seed;
        _unfold = unfold;
    }

    /// <inheritdoc/>
    public static bool IsEndless => false;

    /// <summary>True where the state holds no reference: such a state is copied with the machine.</summary>
    public static bool IsPersistent => !RuntimeHelpers.IsReferenceOrContainsReferences<TState>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message) => _unfold.TryStep(ref _state, out message);
}
