namespace Enso.Kernel.Shell;

/// <summary>What the word before the cursor could become.</summary>
/// <param name="Start">
/// Where the word starts in the line, in UTF-16 units; with its quote if it has one.
/// </param>
/// <param name="Word">What was typed of the word, without quotes and backslashes.</param>
/// <param name="Candidates">
/// The words that it could become, without quotes; all begin with <paramref name="Word"/>.
/// </param>
public sealed record Completion(int Start, string Word, IReadOnlyList<string> Candidates)
{
    /// <summary>What all candidates begin with; empty when there is none.</summary>
    public string CommonPrefix()
    {
        if (Candidates.Count == 0)
        {
            return "";
        }

        ReadOnlySpan<char> prefix = Candidates[0];
        foreach (string candidate in Candidates.Skip(1))
        {
            prefix = prefix[..prefix.CommonPrefixLength(candidate)];
        }

        // Candidates may differ in the second half of a character only.
        return (prefix.Length > 0 && char.IsHighSurrogate(prefix[^1]) ? prefix[..^1] : prefix).ToString();
    }
}
