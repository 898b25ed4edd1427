using Enso.Machine.Console;

namespace Enso.Machine.Runtime;

/// <summary>What programs write to the terminal: processed by its settings, held back while it is stopped, and with the
/// question where the cursor is answered by whichever terminal counts (<see cref="SerialTerminal"/>).</summary>
internal static unsafe class TerminalOutput
{
    /// <summary>What is written at once, and not broken up by another core's.</summary>
    private const int PieceBytes = 256;

    /// <summary>The question (ECMA-48 DSR). It is known when it comes in one write, as programs send it.</summary>
    private static ReadOnlySpan<byte> PositionQuestion => "\e[6n"u8;

    /// <summary>Writes text.</summary>
    public static void Write(byte* text, ulong count)
    {
        ConsoleTerminal.WaitUntilStarted();
        byte* piece = stackalloc byte[PieceBytes];
        int length = 0;
        for (ulong i = 0; i < count; i++)
        {
            bool isQuestion = text[i] == 0x1B && IsPositionQuestion(text + i, count - i);
            if (isQuestion || length >= PieceBytes - 1)
            {
                Output.Write(piece, (ulong)length);
                length = 0;
            }
            if (isQuestion)
            {
                SerialTerminal.ReportPosition();
                i += (ulong)PositionQuestion.Length - 1;
                continue;
            }
            byte value = ConsoleTerminal.Process(text[i], out bool needsReturn);
            if (needsReturn)
            {
                piece[length++] = (byte)'\r';
            }
            piece[length++] = value;
        }
        Output.Write(piece, (ulong)length);
    }

    /// <summary>Writes text for a reader that gets back exactly what was written by taking one carriage return away
    /// before each line feed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="isError">Whether it goes to standard error.</param>
    public static void WriteMarked(byte* text, ulong count, bool isError)
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

    private static bool IsPositionQuestion(byte* text, ulong count)
    {
        byte* question = Pointers.Of(PositionQuestion);
        int i = 0;
        while (i < PositionQuestion.Length && (ulong)i < count && text[i] == question[i])
        {
            i++;
        }
        return i == PositionQuestion.Length;
    }
}
