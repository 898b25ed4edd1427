namespace Enso.Simulation;

/// <summary>What is wrong with a simulated machine on purpose, to see that it is found.</summary>
public sealed record Faults
{
    /// <summary>Nothing.</summary>
    public static Faults None { get; } = new();

    /// <summary>How many of a thousand wake-ups never arrive.</summary>
    public int LostWakes { get; init; }

    /// <summary>Whether cores go to sleep without looking once more for what has come since they last looked.</summary>
    public bool SkipsLastLook { get; init; }

    /// <summary>Whether cores sleep until they are woken, whatever timers they have.</summary>
    public bool ForgetsTimers { get; init; }

    /// <summary>Whether tasks take a message that found the ring full for sent.</summary>
    public bool DropsWhenFull { get; init; }

    /// <summary>Whether tasks take a name for theirs that another has.</summary>
    public bool TakesTakenNames { get; init; }

    /// <summary>Whether devices forget one request in some.</summary>
    public bool ForgetsRequests { get; init; }

    /// <summary>Whether drivers take back what a request owns as soon as nobody waits for it, although the device has it
    /// still.</summary>
    public bool ReclaimsTooEarly { get; init; }

    /// <summary>Whether processes forget one question in some.</summary>
    public bool DropsQuestions { get; init; }

    /// <summary>Whether processes end some questions twice.</summary>
    public bool AnswersTwice { get; init; }

    /// <summary>Whether processes answer some questions by others' answers, and add wrongly.</summary>
    public bool MixesAnswers { get; init; }

    /// <summary>Whether messages of queues and balancers come in the wrong order.</summary>
    public bool SwapsMessages { get; init; }

    /// <summary>Whether other threads never complete the queues that they fill.</summary>
    public bool LeavesQueuesOpen { get; init; }

    /// <summary>Whether every second message of queues and balancers is lost.</summary>
    public bool LosesMessages { get; init; }

    /// <summary>Whether observers never leave.</summary>
    public bool KeepsObserving { get; init; }

    /// <summary>Whether those who hand out never say that there is nothing more.</summary>
    public bool LeavesBalancersOpen { get; init; }

    /// <summary>Whether clients forget their sessions.</summary>
    public bool ForgetsSessions { get; init; }
}
