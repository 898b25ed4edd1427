namespace Enso.Scheduler;

/// <summary>What a supervisor does when a child fails (after Erlang's supervisors).</summary>
public enum RestartStrategy
{
    /// <summary>Nothing is started again.</summary>
    None,

    /// <summary>The child that failed is started again.</summary>
    OneForOne,

    /// <summary>All children are cancelled and started again, in the order in which they were first started.</summary>
    OneForAll,
}
