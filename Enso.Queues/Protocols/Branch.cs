namespace Enso.Queues;

/// <summary>Which way a session goes on: the message that a choice sends.</summary>
public enum Branch : byte
{
    /// <summary>The first way of <see cref="Choose{TLeft, TRight}"/>.</summary>
    Left = 1,

    /// <summary>The second way.</summary>
    Right = 2,
}
