using Enso.Machine.Console;

namespace Enso.Machine.Runtime;

/// <summary>The console as a POSIX terminal with output processing (ONLCR): a line feed becomes a carriage return and
/// a line feed, which is what programs that write to descriptor 1 expect.</summary>
internal static unsafe class TerminalOutput
{
    /// <summary>Writes text.</summary>
    public static void Write(byte* text, ulong count)
    {
        ulong start = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            {
                Output.Write(text + start, i - start);
                Output.Write("\r\n"u8);
                start = i + 1;
            }
        }
        Output.Write(text + start, count - start);
    }
}
