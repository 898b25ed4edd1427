using Enso.Kernel.Shell;

namespace Enso.Tests.Shell;

/// <summary>A command made of a function.</summary>
internal sealed class TestCommand(string name, Func<CommandContext, int>? execute = null) : ShellCommand
{
    public override string Name => name;

    public override string Summary => $"do {name}";

    public override string Usage => $"{name} [--all]";

    public override IReadOnlyList<string> Examples => [$"{name} --all"];

    public Func<IReadOnlyList<string>, string, IEnumerable<string>>? Completer { get; init; }

    public override int Execute(CommandContext context) => execute?.Invoke(context) ?? 0;

    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        Completer?.Invoke(arguments, word) ?? [];

    public static CommandRegistry Registry(params ShellCommand[] commands)
    {
        CommandRegistry registry = new();
        foreach (ShellCommand command in commands)
        {
            registry.Add(command);
        }

        return registry;
    }
}
