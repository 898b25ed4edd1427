using System.Collections;

namespace Enso.Kernel.Shell;

/// <summary>The commands that a shell knows, in the order that they were added in.</summary>
/// <remarks>It is filled before a shell starts: nothing guards it against a change while it is
/// read.</remarks>
public sealed class CommandRegistry : IReadOnlyCollection<ShellCommand>
{
    private readonly List<ShellCommand> _commands = [];
    private readonly Dictionary<string, ShellCommand> _byName = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _commands.Count;

    /// <summary>Adds a command.</summary>
    /// <param name="command">The command.</param>
    /// <exception cref="ArgumentException">
    /// There is one of that name, or the name is not one plain word.
    /// </exception>
    public void Add(ShellCommand command)
    {
        if (command.Name.Length == 0 || CommandLine.Quote(command.Name) != command.Name)
        {
            throw new ArgumentException($"'{command.Name}' cannot be the name of a command", nameof(command));
        }

        _byName.Add(command.Name, command);
        _commands.Add(command);
    }

    /// <summary>Finds a command.</summary>
    /// <param name="name">Its name, in full and in the right case.</param>
    /// <returns>The command, or null when there is none.</returns>
    public ShellCommand? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The command that someone who typed a wrong name most likely meant.</summary>
    /// <param name="name">What was typed.</param>
    /// <returns>The nearest name, the first added of equally near ones; null when none is near.</returns>
    public string? Suggest(string name)
    {
        string lower = name.ToLowerInvariant();
        string? nearest = null;

        // One slip in every three letters, and always one, is still the same word.
        int limit = Math.Max(1, (name.Length + 1) / 3);
        foreach (ShellCommand command in _commands)
        {
            int distance = EditDistance.Between(lower, command.Name);
            if (distance <= limit && distance < command.Name.Length)
            {
                nearest = command.Name;
                limit = distance - 1;
            }
        }

        return nearest;
    }

    /// <inheritdoc/>
    public IEnumerator<ShellCommand> GetEnumerator() => _commands.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
