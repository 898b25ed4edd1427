using Enso.Tool.Commands;

namespace Enso.Tool;

internal static class Program
{
    private static Task<int> Main(string[] arguments) =>
        EnsoCommand.RunAsync(arguments, Console.Out, Console.Error);
}
