namespace Enso.Kernel.Shell;

/// <summary>A command that the shell can run.</summary>
/// <remarks>One object serves every shell, so a command keeps no state of one execution in its
/// fields.</remarks>
public abstract class ShellCommand
{
    /// <summary>The word that calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in less than a line, without a full stop.</summary>
    public abstract string Summary { get; }

    /// <summary>How it is called, beginning with its name: <c>cores [--watch]</c>.</summary>
    public virtual string Usage => Name;

    /// <summary>Lines that can be typed as they are; a comment in a line says what it does.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>Runs the command.</summary>
    /// <param name="context">Its arguments, and where its output goes.</param>
    /// <returns>Its status: zero for success.</returns>
    /// <exception cref="CommandException">It was used wrongly, or cannot do what it was asked.</exception>
    public abstract int Execute(CommandContext context);

    /// <summary>The words that an argument could be; the shell leaves out those that do not fit.</summary>
    /// <param name="arguments">The arguments before it.</param>
    /// <param name="word">What was typed of it.</param>
    public virtual IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) => [];
}
