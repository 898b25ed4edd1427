namespace Enso.Queues;

/// <summary>The same protocol from the other end's side: what one sends the other receives, what one chooses the other
/// offers.</summary>
/// <remarks>
/// It is computed as the session goes on, by which methods a state has: a state of <c>Dual&lt;Send&lt;T, N&gt;&gt;</c>
/// can only receive a <c>T</c>, and leads to one of <c>Dual&lt;N&gt;</c>. So both ends of a session are declared by one
/// type, and cannot disagree.
/// </remarks>
/// <typeparam name="TProtocol">The protocol, from this end's side.</typeparam>
public readonly struct Dual<TProtocol> : IProtocol
    where TProtocol : struct, IProtocol
{
    /// <inheritdoc/>
    public static void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor =>
        TProtocol.VisitMessages(ref visitor, !isDual);
}
