namespace Enso.Queues;

/// <summary>A session's protocol, or what is left of it: a type that says what happens next, and has no values of use.
/// It is written from one end's side; the other end's is its <see cref="Dual{TProtocol}"/>.</summary>
/// <remarks>The types are those of Honda, Vasconcelos and Kubo, "Language Primitives and Type Discipline for Structured
/// Communication-Based Programming" (1998).</remarks>
public interface IProtocol;
