using Enso.StackTraces;
using Internal.DeveloperExperience;

namespace Internal.Runtime.CompilerHelpers;

/// <summary>What the runtime's start-up calls before any program's code: the compiler looks for this name in every
/// assembly that it is given as <c>--initassembly</c>.</summary>
internal static class LibraryInitializer
{
    /// <summary>Lets stack traces know files and lines, and be made when memory is exhausted.</summary>
    public static void InitializeLibrary()
    {
        RuntimeTypes.PrepareForExhaustion();
        DeveloperExperience.DeveloperExperience.Default = new SourceLines();
    }
}
