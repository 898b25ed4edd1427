namespace Enso.Queues;

/// <summary>Begins the innermost <see cref="Loop{TBody}"/> again. To begin one further out, leave those inside it with
/// <see cref="Outer{TNext}"/>.</summary>
public readonly struct Continue : IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor
    {
    }
}
