namespace Enso.Queues;

/// <summary>The session is over. It may stand inside a loop.</summary>
public readonly struct End : IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor
    {
    }
}
