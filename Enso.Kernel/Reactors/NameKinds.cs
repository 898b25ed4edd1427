namespace Enso.Kernel.Reactors;

/// <summary>What the names of <see cref="MachineReactors.Names"/> stand for.</summary>
internal static class NameKinds
{
    /// <summary>A queue of texts: the entry's number is that of the queue on its core.</summary>
    public const int Queue = 1;

    /// <summary>A kind in words.</summary>
    /// <param name="kind">The kind.</param>
    public static string Describe(int kind) => kind == Queue ? "queue" : $"thing of kind {kind}";
}
