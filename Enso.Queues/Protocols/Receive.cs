namespace Enso.Queues;

/// <summary>This end receives a message. The dual sends it.</summary>
/// <typeparam name="T">The message.</typeparam>
/// <typeparam name="TNext">What happens then.</typeparam>
public readonly struct Receive<T, TNext> : IProtocol
    where TNext : struct, IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor
    {
        visitor.Visit<T>(isSent: isDual);
        TNext.VisitMessages(ref visitor, isDual);
    }
}
