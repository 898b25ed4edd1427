namespace Enso.Queues;

/// <summary>This end offers two ways to go on, and is told which. The dual chooses.</summary>
/// <typeparam name="TLeft">One way.</typeparam>
/// <typeparam name="TRight">The other way.</typeparam>
public readonly struct Offer<TLeft, TRight> : IProtocol
    where TLeft : struct, IProtocol
    where TRight : struct, IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor
    {
        visitor.Visit<Branch>(isSent: isDual);
        TLeft.VisitMessages(ref visitor, isDual);
        TRight.VisitMessages(ref visitor, isDual);
    }
}
