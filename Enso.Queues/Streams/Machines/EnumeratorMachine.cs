using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The machine of an enumerator that is pulled. A structure as the enumerator compiles into the loop; an
/// interface is called through. The enumerator is disposed of when it is at its end, and not when the stream is left
/// before.</summary>
/// <typeparam name="T">What comes out.</typeparam>
/// <typeparam name="TEnumerator">The enumerator.</typeparam>
public struct EnumeratorMachine<T, TEnumerator> : IStreamMachine<T>
    where TEnumerator : IEnumerator<T>
{
    private TEnumerator _enumerator;
    private bool _ended;

    internal EnumeratorMachine(TEnumerator enumerator) => _enumerator = enumerator;

    /// <inheritdoc/>
    public static bool IsEndless => false;

    /// <summary>False: copies share what the enumerator refers to.</summary>
    public static bool IsPersistent => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T message)
    {
        if (!_ended)
        {
            if (_enumerator.MoveNext())
            {
                message = _enumerator.Current;
                return true;
            }
            _ended = true;
            _enumerator.Dispose();
        }
        message = default;
        return false;
    }
}
