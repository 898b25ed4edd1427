using Enso.Build.Elf;

namespace Enso.Build.Walking;

/// <summary>The verb <c>walk</c>: holds a linked image to the lower dialect.</summary>
internal static class WalkVerb
{
    /// <summary>Walks an image and prints what is wrong, with the ways to it.</summary>
    /// <param name="elfPath">The image, with symbols and debug information.</param>
    /// <param name="sourceRoot">Where the sources lie.</param>
    /// <returns>0, or 1 when something is wrong or the image cannot be read.</returns>
    public static int Run(string elfPath, string sourceRoot)
    {
        try
        {
            ImageCode image = new(ElfFile.Load(elfPath), Path.GetFullPath(sourceRoot));
            WalkResult lower = Walk.Run(image, LowerWalk.Everywhere);
            WalkResult interrupts = Walk.Run(image, LowerWalk.Interrupts);
            List<WalkProblem> problems = [.. lower.Problems, .. interrupts.Problems];
            foreach (WalkProblem problem in problems)
            {
                Console.Out.WriteLine(problem.Describe(image));
            }
            Console.Out.WriteLine(
                $"{image.Functions.Count} functions, {lower.Reached.Count} walked, {interrupts.Reached.Count} of them "
                + $"from interrupts; problems: {problems.Count}");
            return problems.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is ElfFormatException or InvalidDataException or IOException
            or OverflowException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"walk: {e.Message}");
            return 1;
        }
    }
}
