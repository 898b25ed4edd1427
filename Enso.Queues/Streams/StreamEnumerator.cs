using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>What <c>foreach</c> over a stream uses.</summary>
/// <typeparam name="TMessage">What the stream carries.</typeparam>
/// <typeparam name="TMachine">Its machine.</typeparam>
public struct StreamEnumerator<TMessage, TMachine>
    where TMachine : struct, IStreamMachine<TMessage>
{
    private TMachine _machine;
    private TMessage? _current;

    internal StreamEnumerator(TMachine machine) => _machine = machine;

    /// <summary>The message that was reached.</summary>
    public readonly TMessage Current => _current!;

    /// <summary>Goes on to the next message.</summary>
    /// <returns>False: there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext() => _machine.TryNext(out _current);
}
