namespace Enso.Scheduler;

/// <summary>What a <see cref="Handover"/> says.</summary>
public enum HandoverKind : byte
{
    /// <summary>To the new core, before the bucket's first message: hold them until the old core has
    /// drained.</summary>
    Expect,

    /// <summary>To the old core, behind the bucket's last message: say to the new core when you are here.</summary>
    Drain,

    /// <summary>From the old core to the new one: all earlier messages have been run.</summary>
    Drained,
}
