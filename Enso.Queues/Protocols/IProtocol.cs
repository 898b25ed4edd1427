namespace Enso.Queues;

/// <summary>A session's protocol, or what is left of it: a type that says what happens next, and has no values of use.
/// It is written from one end's side; the other end's is its <see cref="Dual{TProtocol}"/>.</summary>
/// <remarks>The types are those of Honda, Vasconcelos and Kubo, "Language Primitives and Type Discipline for Structured
/// Communication-Based Programming" (1998).</remarks>
public interface IProtocol
{
    /// <summary>Names the protocol's messages, those of its choices (<see cref="Branch"/>) too.</summary>
    /// <typeparam name="TVisitor">Who is told.</typeparam>
    /// <param name="visitor">Who is told.</param>
    /// <param name="isDual">Whether it is named from the other end's side.</param>
    static abstract void VisitMessages<TVisitor>(ref TVisitor visitor, bool isDual)
        where TVisitor : struct, IMessageVisitor;
}
