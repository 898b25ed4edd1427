namespace Enso.Queues;

/// <summary>What all states of one end of a session share.</summary>
/// <typeparam name="TTransport">What carries the messages.</typeparam>
/// <param name="transport">What carries the messages.</param>
internal sealed class SessionCore<TTransport>(TTransport transport)
    where TTransport : IMessageTransport
{
    /// <summary>The step of a session that was abandoned, which no state has.</summary>
    private const long Abandoned = -1;

    /// <summary>Whether the transport knows that this end sends no more.</summary>
    private bool _completed;

    /// <summary>Not read-only: a transport that is a structure may change itself.</summary>
    private TTransport _transport = transport;

    /// <summary>The transport, where it is.</summary>
    public ref TTransport Transport => ref _transport;

    /// <summary>How many steps were taken: the one state that may be used is of this step.</summary>
    public long Step { get; private set; }

    /// <summary>Whether it was closed or abandoned at this end.</summary>
    public bool IsOver => _completed;

    /// <summary>Takes a step from a state, which is then used up, whether the step succeeds or not.</summary>
    /// <param name="step">The state's step.</param>
    public void Advance(long step)
    {
        if (step != Step)
        {
            throw new SessionException(Step == Abandoned
                ? $"The session was abandoned; its state of step {step} leads nowhere."
                : $"The session's state of step {step} was used before: the session is at step {Step}."
                    + " Use the state that each step gives, and use it once.");
        }
        Step = step + 1;
    }

    /// <summary>Takes the last step.</summary>
    /// <param name="step">The last state's step.</param>
    public void Close(long step)
    {
        Advance(step);
        Complete(error: null);
    }

    /// <summary>Lets go of the session in whatever state it is; of one that is over there is nothing to let go.
    /// </summary>
    /// <param name="error">Why.</param>
    public void Abandon(Exception error)
    {
        if (!_completed)
        {
            Step = Abandoned;
            Complete(error);
        }
    }

    private void Complete(Exception? error)
    {
        _completed = true;
        _transport.Complete(error);
    }
}
