namespace Enso.Kernel;

/// <summary>Where the managed half starts.</summary>
internal static class Program
{
    private static int Main()
    {
        ShellKernel kernel = new();
        return kernel.Start();
    }
}
