namespace Enso.Scheduler;

/// <summary>A place for a task on a core: made once, used by one task after another. Only the core's own thread writes it;
/// the watchdog of another looks at what it is called.</summary>
/// <param name="slot">Its number, which is also the entity's in the core's discipline.</param>
internal sealed class TaskNode(int slot)
{
    /// <summary>No core's number.</summary>
    public const int NoCore = -1;

    /// <summary>Its number.</summary>
    public int Slot => slot;

    /// <summary>Which of the tasks that had this place has it, or had it last.</summary>
    public uint Generation { get; set; }

    /// <summary>What it is about.</summary>
    public TaskState State { get; set; }

    /// <summary>What it does.</summary>
    public Work? Work { get; set; }

    /// <summary>What it was made with.</summary>
    public TaskOptions Options { get; set; } = TaskOptions.Default;

    /// <summary>What it asks the core's discipline for: what it was made with, until it asks for something else. A field, to
    /// be handed on by reference.</summary>
    public Terms Terms;

    /// <summary>Whether these are not the default.</summary>
    public bool HasTerms { get; set; }

    /// <summary>Makes its work anew, where it may be started again.</summary>
    public Func<Work>? Factory { get; set; }

    /// <summary>Whether it was woken while it ran: it must not wait then.</summary>
    public bool IsWoken { get; set; }

    /// <summary>Whether it was asked to end.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>How its own work ended.</summary>
    public TaskOutcome Outcome { get; set; }

    /// <summary>Why it failed.</summary>
    public Exception? Error { get; set; }

    /// <summary>How often it was polled.</summary>
    public long Polls { get; set; }

    /// <summary>How long it ran, in nanoseconds, where the discipline wants to know.</summary>
    public long Ran { get; set; }

    /// <summary>When its children were started again, the last <see cref="Supervision.Intensity"/> times; made when the first
    /// is.</summary>
    public Queue<long>? Restarts { get; set; }

    /// <summary>Children to be started again together, each with its order; null when there are none.</summary>
    public List<(int Order, SpawnRequest Request)>? ToRestart { get; set; }

    /// <summary>How many of them have not ended yet.</summary>
    public int Restarting { get; set; }

    /// <summary>Whether it is one of its parent's.</summary>
    public bool IsToRestart { get; set; }

    /// <summary>Whether its work hears of children that have ended: the root's and asynchronous methods do not.</summary>
    public bool IsToldOfChildren { get; set; } = true;

    /// <summary>How many children it has ever started.</summary>
    public int Started { get; set; }

    /// <summary>Which of its parent's it was, when it was first started.</summary>
    public int Order { get; set; }

    /// <summary>Whether its work is a call of an asynchronous method.</summary>
    public bool IsCall { get; set; }

    /// <summary>The innermost asynchronous method, which goes on at the next poll. While nobody has the place it may
    /// be the last call, and so may be the work, if its object is about to be used again: that is mostly for the place's next
    /// task, and then need not be written again, which would cost the collector's write barrier.</summary>
    public AsyncStep? Leaf { get; set; }

    /// <summary>What the leaf waits for, or, while it runs, what an awaiter is about to make it wait for.</summary>
    public Awaited Awaited { get; set; }

    /// <summary>The call, when it is one.</summary>
    public AsyncStep? AwaitedCall { get; set; }

    /// <summary>Whether the leaf was told that the task is cancelled. It is told once, so that it can clean up.</summary>
    public bool IsToldOfCancel { get; set; }

    /// <summary>The timer that ends its sleep, or its wait for a completion.</summary>
    public TimerHandle Timer { get; set; }

    /// <summary>The number of the request that it has sent last, by which its answer is known.</summary>
    public long Request { get; set; }

    /// <summary>The core whose answer has not come yet; <see cref="NoCore"/> when none is asked.</summary>
    public int AskedCore { get; set; } = NoCore;

    /// <summary>Whether the answer has come.</summary>
    public bool HasReply { get; set; }

    /// <summary>The answer.</summary>
    public Message Reply { get; set; }

    /// <summary>The vectors that it serves, or has served, with the cores that they come to; null for none.</summary>
    public List<(int Core, int Vector)>? Lines { get; set; }

    /// <summary>Where it waits for a future or for room in a mailbox; made when it first does.</summary>
    public TaskWaiter? Waiter { get; set; }

    /// <summary>The end of a queue that it waits for.</summary>
    public Watch? Watch { get; set; }

    /// <summary>The completion that it waits for.</summary>
    public Completion? Completion { get; set; }
}
