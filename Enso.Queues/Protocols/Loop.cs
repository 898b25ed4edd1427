namespace Enso.Queues;

/// <summary>A protocol that may begin again: wherever its body says <see cref="Continue"/>.</summary>
/// <typeparam name="TBody">What happens each time.</typeparam>
public readonly struct Loop<TBody> : IProtocol
    where TBody : struct, IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor =>
        TBody.VisitMessages(ref visitor, isDual);
}
