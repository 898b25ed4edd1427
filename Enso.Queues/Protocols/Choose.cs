namespace Enso.Queues;

/// <summary>This end chooses how to go on, and says so. The dual offers both ways.</summary>
/// <typeparam name="TLeft">One way; one of more than two is a choice again.</typeparam>
/// <typeparam name="TRight">The other way.</typeparam>
public readonly struct Choose<TLeft, TRight> : IProtocol
    where TLeft : struct, IProtocol
    where TRight : struct, IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor
    {
        visitor.Visit<Branch>(isSent: !isDual);
        TLeft.VisitMessages(ref visitor, isDual);
        TRight.VisitMessages(ref visitor, isDual);
    }
}
