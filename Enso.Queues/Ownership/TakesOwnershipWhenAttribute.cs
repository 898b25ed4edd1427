namespace Enso.Queues;

/// <summary>Marks a parameter whose argument changes hands only when the method returns a certain value, as
/// publishing to a queue that may be full does. With any other answer the message is still the caller's.</summary>
/// <param name="returnValue">What the method returns when it has taken the message.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TakesOwnershipWhenAttribute(bool returnValue) : Attribute
{
    /// <summary>What the method returns when it has taken the message.</summary>
    public bool ReturnValue { get; } = returnValue;
}
