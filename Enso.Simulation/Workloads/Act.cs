namespace Enso.Simulation.Workloads;

/// <summary>What a task of a workload does next; also the names in its trace.</summary>
internal enum Act
{
    /// <summary>Lets others run, some times.</summary>
    Yield,

    /// <summary>Sleeps.</summary>
    Sleep,

    /// <summary>Starts children and waits for their results.</summary>
    Fork,

    /// <summary>Starts a child for which nobody waits but its parent's end.</summary>
    Spawn,

    /// <summary>Runs something in place on a core.</summary>
    Execute,

    /// <summary>Starts a supervisor on a core.</summary>
    SpawnOn,

    /// <summary>Sends messages to the listeners of cores.</summary>
    Tell,

    /// <summary>Two tasks on two cores wake one another.</summary>
    Wake,

    /// <summary>Waits for what another thread does.</summary>
    Outside,

    /// <summary>Is woken by a timer at intervals.</summary>
    Tick,

    /// <summary>Cancels some task.</summary>
    Cancel,

    /// <summary>Has some task run next, sets quanta, prints.</summary>
    Manage,

    /// <summary>Computes for long.</summary>
    Compute,

    /// <summary>Fails.</summary>
    Fail,

    /// <summary>Makes a queue on a core and reads it from others.</summary>
    Publish,

    /// <summary>Proposes changes of the map that all cores agree on.</summary>
    Propose,

    /// <summary>Registers a name that all cores know, looks names up, and gives it up again.</summary>
    Name,

    /// <summary>Asks its core's device for something, for so long at most.</summary>
    Ask,

    /// <summary>Asks a process that fails and is started again.</summary>
    AskProcess,

    /// <summary>Waits at several queues at once that another thread fills.</summary>
    WaitAtEnds,

    /// <summary>Has observers told what another thread puts into a queue.</summary>
    Observe,

    /// <summary>Has sessions with a process that fails and is started again.</summary>
    Converse,

    /// <summary>Hands numbers out to all cores, and takes what comes back.</summary>
    Balance,

    /// <summary>A task of a core's own begins: not chosen, but in the trace.</summary>
    Begin,

    /// <summary>It ends: in the trace.</summary>
    End,

    /// <summary>Another thread posts: in the trace.</summary>
    Post,

    /// <summary>A message is heard: in the trace.</summary>
    Hear,

    /// <summary>A core has learnt something of the others that agree with it: in the trace.</summary>
    Agree,

    /// <summary>A core stands still for long: in the trace.</summary>
    Freeze,

    /// <summary>All cores are asked to halt: in the trace.</summary>
    Halt,
}
