namespace Enso.Tool.Benchmarks;

/// <summary>What boots Linux with the benchmark program.</summary>
/// <param name="Kernel">Debian's kernel.</param>
/// <param name="InitialFileSystem">The archive that the kernel unpacks: the program, what it is linked with, and
/// process 1.</param>
public sealed record LinuxImage(string Kernel, string InitialFileSystem);
