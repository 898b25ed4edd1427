namespace Enso.Scheduler;

/// <content>What cores agree on: messages between its copies go over the bus, and its time is a timer's.</content>
public abstract partial class Reactor
{
    // No core's number: such a timer's state is the number of an agreement.
    private const int AgreementTarget = -1;

    /// <summary>Whether something that was sent still waits for room on this core's ring.</summary>
    internal bool IsHeldBack => Bus.HasOutbox;

    /// <summary>Sends a message between two copies: now, or as soon as there is room.</summary>
    /// <param name="number">What the copies are of.</param>
    /// <param name="to">The other copy's core.</param>
    /// <param name="message">The message.</param>
    internal void SendAgreement(int number, int to, in AgreementMessage message) =>
        Send(new Message { Kind = MessageKind.Agree, To = to, Value = number, Payload = message });

    /// <summary>Has an agreement told the time.</summary>
    /// <param name="number">Which one.</param>
    /// <param name="due">When.</param>
    /// <param name="slack">How much later it may be.</param>
    internal void TickAgreementAt(int number, long due, long slack) =>
        _timers.Create(due, new TimerTerms { Slack = slack, State = number, Target = AgreementTarget });
}
