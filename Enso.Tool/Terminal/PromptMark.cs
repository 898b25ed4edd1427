using System.Globalization;

namespace Enso.Tool.Terminal;

/// <summary>One OSC 133 mark.</summary>
/// <param name="Kind">What it marks.</param>
/// <param name="Status">The command's exit status, for <see cref="PromptMarkKind.Finished"/>; 0 when not said.</param>
/// <remarks>The marks are FinalTerm's; the specification that terminals follow is
/// https://gitlab.freedesktop.org/Per_Bothner/specifications/blob/master/proposals/semantic-prompts.md.</remarks>
public readonly record struct PromptMark(PromptMarkKind Kind, int Status)
{
    private const string Prefix = "133;";

    /// <summary>Reads an operating system command as a mark.</summary>
    /// <param name="payload">The command's payload, such as <c>133;D;1</c>.</param>
    /// <param name="mark">The mark.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string payload, out PromptMark mark)
    {
        ArgumentNullException.ThrowIfNull(payload);
        mark = default;
        if (!payload.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        // Anything after the first parameter is key=value, of which none matters here.
        string[] parts = payload[Prefix.Length..].Split(';');
        PromptMarkKind? kind = parts[0] switch
        {
            "A" => PromptMarkKind.PromptStart,
            "B" => PromptMarkKind.InputStart,
            "C" => PromptMarkKind.OutputStart,
            "D" => PromptMarkKind.Finished,
            _ => null,
        };
        if (kind is null)
        {
            return false;
        }

        int status = 0;
        if (kind == PromptMarkKind.Finished && parts.Length > 1)
        {
            _ = int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out status);
        }

        mark = new PromptMark(kind.Value, status);
        return true;
    }
}
