using System.Text;

namespace Enso.Build.Walking;

/// <summary>Something that a walk met and should not have, with the way to it.</summary>
/// <param name="Path">From a root to the function that does it.</param>
/// <param name="What">What it does there.</param>
internal sealed record WalkProblem(IReadOnlyList<WalkStep> Path, string What)
{
    /// <summary>The way as lines of text: each function, where in the source it leads on, and at the end what
    /// is wrong.</summary>
    public string Describe(ImageCode image)
    {
        StringBuilder text = new();
        foreach (WalkStep step in Path)
        {
            text.Append(step.Function.Name).Append(" at ").Append(image.Place(step.LeavesAt)).Append('\n');
            text.Append("  -> ");
        }
        return text.Append(What).ToString();
    }
}
