namespace Enso.Queues;

/// <summary>A stream as <see cref="IAsyncEnumerable{T}"/>, which never waits.</summary>
/// <typeparam name="TMessage">What the stream carries.</typeparam>
/// <typeparam name="TMachine">Its machine.</typeparam>
internal sealed class StreamAsyncEnumerable<TMessage, TMachine>(TMachine machine) : IAsyncEnumerable<TMessage>
    where TMachine : struct, IStreamMachine<TMessage>
{
    public IAsyncEnumerator<TMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(machine, cancellationToken);

    private sealed class Enumerator(TMachine machine, CancellationToken cancellationToken) : IAsyncEnumerator<TMessage>
    {
        private TMachine _machine = machine;
        private TMessage? _current;

        public TMessage Current => _current!;

        public ValueTask<bool> MoveNextAsync() => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new(_machine.TryNext(out _current));

        public ValueTask DisposeAsync() => default;
    }
}
