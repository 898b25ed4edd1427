namespace Enso.Kernel.Shell;

/// <summary>Knows what a word of a line could become when Tab is pressed.</summary>
public interface ILineCompleter
{
    /// <summary>Completes the last word of a text.</summary>
    /// <param name="text">The line as far as the cursor.</param>
    /// <returns>The candidates, or null where no word can stand (in a comment).</returns>
    Completion? Complete(string text);
}
