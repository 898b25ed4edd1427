namespace Enso.Scheduler;

/// <summary>What goes to a core or from it: a message, or a word of a bucket that moves.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="Bucket">The message's bucket.</param>
/// <param name="Message">The message.</param>
/// <param name="IsWord">Whether it is a word.</param>
/// <param name="Word">The word.</param>
internal readonly record struct BalancedItem<T>(int Bucket, T Message, bool IsWord, Handover Word)
{
    /// <summary>Makes a word.</summary>
    /// <param name="word">The word.</param>
    public static BalancedItem<T> Of(in Handover word) => new(word.Bucket, default!, true, word);
}
