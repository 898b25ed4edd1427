namespace Enso.Kernel;

internal static class Program
{
    private static int Main()
    {
        Console.WriteLine($"hello from .NET {Environment.Version} on {Environment.ProcessorCount} cores");
        return 0;
    }
}
