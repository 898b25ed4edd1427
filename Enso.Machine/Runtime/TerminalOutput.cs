using Enso.Machine.Console;

namespace Enso.Machine.Runtime;

/// <summary>The console as a POSIX terminal with output processing (ONLCR): a line feed becomes a carriage return and
/// a line feed, which is what programs that write to descriptor 1 expect. A reader gets back exactly what was written
/// by taking one carriage return away before each line feed.</summary>
internal static unsafe class TerminalOutput
{
    /// <summary>Writes text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="isError">Whether it goes to standard error.</param>
    public static void Write(byte* text, ulong count, bool isError)
    {
        ulong start = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (text[i] == '\n')
            {
                WritePiece(text + start, i - start, isError);
                WritePiece(Pointers.Of("\r\n"u8), 2, isError);
                start = i + 1;
            }
        }
        WritePiece(text + start, count - start, isError);
    }

    private static void WritePiece(byte* text, ulong count, bool isError)
    {
        if (isError)
        {
            Output.WriteMessage(text, count);
        }
        else
        {
            Output.Write(text, count);
        }
    }
}
