namespace Enso.Tool.Results;

/// <summary>Writes the filter expressions of <c>dotnet test</c>.</summary>
public static class TestFilter
{
    /// <summary>The category of tests that boot a kernel in the emulator.</summary>
    public const string EmulatorCategory = "Emulator";

    /// <summary>The category of tests that take so long that they run only when asked for.</summary>
    public const string CampaignCategory = "Campaign";

    /// <summary>The text that asks for the stress campaign, which no other text runs.</summary>
    public const string Stress = "stress";

    /// <summary>The text that asks for the soak of the queues, which no other text runs.</summary>
    public const string Soak = "soak";

    /// <summary>Makes the filter.</summary>
    /// <param name="text">Parts of tests' full names, separated by spaces, of which a test has any; or a filter
    /// expression; null for all tests.</param>
    /// <param name="category">The one category to run; null for all but campaigns.</param>
    /// <param name="isQuick">Whether to leave out what boots a kernel.</param>
    /// <returns>The expression.</returns>
    public static string Build(string? text, string? category, bool isQuick)
    {
        if (text == Stress && category is null)
        {
            return $"TestCategory={CampaignCategory}&FullyQualifiedName~StressTests";
        }

        if (text == Soak && category is null)
        {
            return $"TestCategory={CampaignCategory}&FullyQualifiedName~SoakTests";
        }

        List<string> terms = [category is null ? $"TestCategory!={CampaignCategory}" : $"TestCategory={category}"];
        if (isQuick)
        {
            terms.Add($"TestCategory!={EmulatorCategory}");
        }

        if (text is not null)
        {
            terms.Add(text.AsSpan().ContainsAny("=~!") ? $"({text})" : AnyOf(text));
        }

        return string.Join('&', terms);
    }

    private static string AnyOf(string text)
    {
        string[] names =
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"FullyQualifiedName~{Escape(name)}"),
        ];
        return names.Length == 1 ? names[0] : $"({string.Join('|', names)})";
    }

    // Parentheses and operators in a name (a parameterised test's arguments) are part of the name.
    private static string Escape(string text) => string.Concat(
        text.Select(c => "\\()&|".Contains(c) ? $"\\{c}" : c.ToString()));
}
