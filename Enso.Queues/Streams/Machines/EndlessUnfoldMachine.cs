using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of an unfold without an end.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <typeparam name="T">What comes out.</typeparam>
/// <typeparam name="TUnfold">The step.</typeparam>
public struct EndlessUnfoldMachine<TState, T, TUnfold> : IStreamMachine<T>
    where TUnfold : struct, IEndlessUnfold<TState, T>
{
    private TState _state;
    private TUnfold _unfold;

    internal EndlessUnfoldMachine(TState seed, TUnfold unfold)
    {
        _state = seed;
        _unfold = unfold;
    }

    /// <inheritdoc/>
    public static bool IsEndless => true;

    /// <summary>True where the state holds no reference: such a state is copied with the machine.</summary>
    public static bool IsPersistent => !RuntimeHelpers.IsReferenceOrContainsReferences<TState>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        message = _unfold.Step(ref _state);
        return true;
    }
}
