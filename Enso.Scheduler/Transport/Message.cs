namespace Enso.Scheduler;

/// <summary>What one core tells another.</summary>
public struct Message
{
    /// <summary>What it asks for.</summary>
    public MessageKind Kind;

    /// <summary>The core that it comes from.</summary>
    public int From;

    /// <summary>The core that it is for.</summary>
    public int To;

    /// <summary>The task that sends it, and waits for an answer if there is one.</summary>
    public TaskId Sender;

    /// <summary>The task that it is about.</summary>
    public TaskId Target;

    /// <summary>A number; of answers, below 0 for a refusal.</summary>
    public long Value;

    /// <summary>Another number.</summary>
    public long Detail;

    /// <summary>What goes along, shared and not copied; null for nothing.</summary>
    public object? Payload;
}
