using System.Text;
using Enso.Machine.Diagnostics;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>log</c>: the last lines of the kernel's log.</summary>
internal sealed unsafe class LogCommand : ShellCommand
{
    private const int DefaultLines = 40;

    /// <inheritdoc/>
    public override string Name => "log";

    /// <inheritdoc/>
    public override string Summary => "the last lines of the kernel's log";

    /// <inheritdoc/>
    public override string Usage => "log [LINES]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["log", "log 10"];

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 1);
        int lines = DefaultLines;
        if (context.Arguments.Count == 1
            && (!int.TryParse(context.Arguments[0], out lines) || lines < 1 || lines > Log.Capacity))
        {
            throw new CommandException($"'{context.Arguments[0]}' is not a number of lines; use 1 to {Log.Capacity}");
        }
        ulong written = Log.Written;
        for (ulong i = written > (ulong)lines ? written - (ulong)lines : 0; i < written; i++)
        {
            Line line = default;
            if (Log.TryFormat(i, ref line))
            {
                // SAFETY: the text is inside the line, which lies on this stack.
                context.WriteLine(Encoding.UTF8.GetString(line.Text, line.Length));
            }
        }
        return 0;
    }
}
