namespace Enso.Queues;

/// <summary>A pool, whatever its messages are.</summary>
internal interface IMessagePool
{
    /// <summary>Gives a message a new stamp, so that the handle with the old one is dead.</summary>
    uint Send(int slot, uint stamp);
}
