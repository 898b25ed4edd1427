using System.Runtime;

namespace Enso.Machine.Console;

/// <summary>What managed code calls through P/Invoke because it waits: the call leaves managed code, so a collection
/// does not wait for whoever waits for a key.</summary>
internal static unsafe class ConsoleSymbols
{
    [RuntimeExport("enso_console_read")]
    private static int Read(byte* buffer, int count) => ConsoleTerminal.Read(buffer, count);

    [RuntimeExport("enso_console_write")]
    private static void Write(byte* text, ulong count) => Output.Write(text, count);
}
