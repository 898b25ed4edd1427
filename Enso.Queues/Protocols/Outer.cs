namespace Enso.Queues;

/// <summary>Leaves the innermost <see cref="Loop{TBody}"/>; what follows belongs to the one around it.</summary>
/// <typeparam name="TNext">What happens then.</typeparam>
public readonly struct Outer<TNext> : IProtocol
    where TNext : struct, IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor =>
        TNext.VisitMessages(ref visitor, isDual);
}
