namespace Enso.Queues;

/// <summary>Marks a parameter, of type <see cref="Owned{T}"/> or generic, whose argument changes hands: after the
/// call the caller's handle is dead. On a method of <see cref="Owned{T}"/> it says the same of the handle that the
/// method is called on.</summary>
/// <remarks>A method that throws has not taken the message: it is still the caller's. Without this attribute a
/// parameter is lent: the callee may use the message but not give it away. The analyzer that comes with the
/// library holds callers and callees to both.</remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method)]
public sealed class TakesOwnershipAttribute : Attribute;
