namespace Enso.Queues;

/// <summary>Is told which messages a protocol has (<see cref="IProtocol.VisitMessages"/>), so that room for all of them
/// can be made before the session begins.</summary>
public interface IMessageVisitor
{
    /// <summary>Is told of a message; of one that stands in several places, as often.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="isSent">Whether this end sends it; else it receives it.</param>
    void Visit<T>(bool isSent);
}
