using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>A task that serves simulated devices, of its core or another.</summary>
internal sealed class Driver(SimulatedDevices devices) : Work
{
    /// <summary>What the devices wanted.</summary>
    public List<long> Served { get; } = [];

    /// <summary>Whether its line is registered.</summary>
    public bool HasRegistered { get; set; }

    /// <summary>Has it fail with the next interrupt, before it has served it.</summary>
    public bool IsToFail { get; set; }

    /// <summary>Has it leave lines of other cores masked.</summary>
    public bool IsToKeep { get; set; }

    /// <summary>What it does when it is polled first.</summary>
    public Action<TaskContext>? Begin { get; set; }

    protected internal override void OnMessage(in TaskContext context, in Message message)
    {
        Assert.That(message.Kind, Is.EqualTo(MessageKind.Interrupt));
        if (IsToFail)
        {
            throw new InvalidOperationException("broken");
        }

        Served.AddRange(devices.Serve((int)message.Detail));
        if (message.From != context.Reactor.Core && !IsToKeep)
        {
            context.Reactor.CompleteInterrupt(message.From, (int)message.Detail);
        }
    }

    protected internal override Poll Poll(in TaskContext context)
    {
        Begin?.Invoke(context);
        Begin = null;
        return context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }
}
