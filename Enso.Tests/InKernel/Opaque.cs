using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel;

/// <summary>Hides a value's origin from the optimiser, so that what a test is about happens when it runs.</summary>
internal static class Opaque
{
    /// <summary>The same value, which the compiler cannot know.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Value<T>(T value) => value;

    /// <summary>Null, which the compiler cannot know.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Null<T>() where T : class => null!;
}
