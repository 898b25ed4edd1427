using Enso.Machine.Console;
using Enso.Machine.Diagnostics;
using Enso.Machine.Firmware;

namespace Enso.Machine.Runtime;

/// <summary>The marks on the console between which a program's output stands (FinalTerm's, as the shell sets them), and
/// the end of the machine with the program's.</summary>
internal static unsafe class ProgramEnd
{
    /// <summary>The status of a program that the runtime aborted, as shells show it: 128 + SIGABRT.</summary>
    public const int Aborted = 134;

    /// <summary>Marks where the program's output begins.</summary>
    public static void MarkStart() => Output.Write("\e]133;C\a"u8);

    /// <summary>Marks the end of the output with the program's status and switches the machine off.</summary>
    /// <param name="status">The status, of which the low byte counts, as for <c>wait</c>.</param>
    public static void Finish(int status)
    {
        Output.Close();
        FinishUnlocked(status);
    }

    /// <summary>The same where every other core is stopped, one of them perhaps while it wrote.</summary>
    /// <param name="status">The status.</param>
    public static void FinishUnlocked(int status)
    {
        Line mark = default;
        mark.AppendLiteral("\e]133;D;");
        mark.AppendFormatted(status & 0xFF);
        mark.Append(7);
        Output.WriteUnlocked(mark.Text, (ulong)mark.Length);
        SerialPort.Drain();
        string reason = Power.Off();
        Panic.Halt($"cannot switch off: {reason}");
    }
}
