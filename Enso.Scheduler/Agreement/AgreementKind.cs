namespace Enso.Scheduler;

/// <summary>What an <see cref="AgreementMessage"/> is.</summary>
public enum AgreementKind : byte
{
    /// <summary>To the coordinator: changes that a core proposes.</summary>
    Request,

    /// <summary>From the coordinator: prepare these changes.</summary>
    Prepare,

    /// <summary>To the coordinator: prepared.</summary>
    Vote,

    /// <summary>From the coordinator: make these changes.</summary>
    Commit,

    /// <summary>From the coordinator: say where you stand.</summary>
    Ask,

    /// <summary>To the coordinator: as far as this.</summary>
    Answer,

    /// <summary>From the coordinator: everything, for a core that has missed something.</summary>
    Snapshot,

    /// <summary>From a core that would be coordinator.</summary>
    Elect,

    /// <summary>To that core: yes, and what was prepared before.</summary>
    Promise,

    /// <summary>To a core that coordinates no longer, or would in vain.</summary>
    Refuse,
}
