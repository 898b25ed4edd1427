using System.Runtime.CompilerServices;

namespace Enso.StackTraces;

/// <summary>The objects that stand for types at run time. The runtime makes each when it is first asked for, in a
/// heap of their own, and throws when memory is short; but it asks for the type of an exception while it dispatches
/// it.</summary>
internal static class RuntimeTypes
{
    /// <summary>Makes that of <see cref="OutOfMemoryException"/> while there is memory, and with it the first
    /// segment of their heap. Otherwise the first frame of such an exception's stack needs what there is no more,
    /// the exception that this throws has a first frame too, and so on without end.</summary>
    public static void PrepareForExhaustion() => _ = TypeOf(new OutOfMemoryException());

    // Not inlined: of an object that it knows the compiler would take the type from the image.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Type TypeOf(object value) => value.GetType();
}
