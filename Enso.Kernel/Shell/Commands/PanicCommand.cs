using Enso.Machine.Diagnostics;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>panic</c>: stops the kernel on purpose, in one of several ways, to see what it reports.</summary>
internal sealed unsafe class PanicCommand : ShellCommand
{
    private static readonly string[] s_kinds = ["halt", "bug", "fault", "nested", "unhandled", "overflow"];

    /// <inheritdoc/>
    public override string Name => "panic";

    /// <inheritdoc/>
    public override string Summary => "stops the kernel on purpose, to see its report";

    /// <inheritdoc/>
    public override string Usage => "panic [halt|bug|fault|nested|unhandled|overflow]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "panic            a plain panic",
        "panic fault      an invalid instruction, with its registers",
        "panic nested     a fault while the panic is being reported",
        "panic unhandled  a .NET exception that nothing catches",
        "panic overflow   endless recursion",
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) => s_kinds;

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 1);
        switch (context.Arguments.Count == 0 ? "halt" : context.Arguments[0])
        {
            case "halt":
                Panic.Halt($"asked for in the shell");
                return 1;
            case "bug":
                Panic.Bug($"asked for in the shell");
                return 1;
            case "fault":
                Panic.ExecuteInvalidInstruction();
                return 1;
            case "nested":
                Panic.FaultInsideNext = true;
                Panic.Halt($"asked for in the shell, with a fault inside");
                return 1;
            case "unhandled":
                Thread thread = new(() => throw new InvalidOperationException("asked for in the shell"));
                thread.Name = "doomed";
                thread.Start();
                thread.Join();
                return 1;
            case "overflow":
                return Recurse(0) + 1;
            default:
                throw new CommandException(
                    $"'{context.Arguments[0]}' is not a kind; use {string.Join(", ", s_kinds)}");
        }
    }

    // The compiler must not turn it into a loop: each call uses its caller's result.
    private static int Recurse(int depth) => depth == int.MaxValue ? 0 : Recurse(depth + 1) + depth;
}
