namespace Enso.Scheduler;

/// <summary>What a message between cores asks for, or answers.</summary>
public enum MessageKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Start a task: the payload is a <see cref="SpawnRequest"/>.</summary>
    Spawn,

    /// <summary>The task was started, or was not.</summary>
    AckSpawn,

    /// <summary>Make a queue that cores can subscribe to: the payload is an <see cref="IPublication"/>.</summary>
    Publish,

    /// <summary>The queue has a number now.</summary>
    AckPublish,

    /// <summary>Add a reader to a queue.</summary>
    Subscribe,

    /// <summary>The payload is the reader.</summary>
    AckSubscribe,

    /// <summary>Run a piece of work in place: the payload is an <see cref="Action{Reactor}"/>.</summary>
    Execute,

    /// <summary>It was run.</summary>
    AckExecute,

    /// <summary>Poll a task now: the next that runs.</summary>
    Select,

    /// <summary>Wake a task.</summary>
    Wake,

    /// <summary>Cancel a task.</summary>
    Cancel,

    /// <summary>Show a line: the payload is a string.</summary>
    Print,

    /// <summary>Set the quanta: the payload is a <see cref="Scheduler.Quanta"/>.</summary>
    SetQuanta,

    /// <summary>End the reactor when its tasks have ended; they are cancelled.</summary>
    Halt,

    /// <summary>Keep a timer: the sender is its number on the core that asks, the value when it is due, the detail its
    /// slack, the payload its interval if it has one.</summary>
    SetTimer,

    /// <summary>Cancel a timer that was kept: the value is its number.</summary>
    CancelTimer,

    /// <summary>A timer that was kept has run out: the value is when it was due, the detail its number.</summary>
    Expire,

    /// <summary>An interrupt that a task serves: the value is its data, the detail its vector.</summary>
    Interrupt,

    /// <summary>A task has served a level-triggered interrupt: the value is its vector.</summary>
    Unmask,

    /// <summary>A task serves a vector of the core that says so, until it ends: the value is the vector.</summary>
    ServeInterrupt,

    /// <summary>A task that has served a vector has ended: the value is the vector, the sender the task.</summary>
    LeaveInterrupt,

    /// <summary>Between the copies of what cores agree on: the value is its number, the payload an
    /// <see cref="AgreementMessage"/>.</summary>
    Agree,

    /// <summary>The user's: for the task that it is addressed to.</summary>
    User,
}
