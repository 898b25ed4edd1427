namespace Enso.Queues;

/// <summary>What a reader's place is used for.</summary>
public enum ReaderState
{
    /// <summary>Nobody has it: it holds nobody up.</summary>
    Free,

    /// <summary>A reader has it.</summary>
    Reading,

    /// <summary>A reader has it that was declared dead: it holds nobody up, and learns of it when it next reads.</summary>
    Dead,
}
