namespace Enso.Tool.Programs;

/// <summary>The kernel's command line for a program: the kernel's options, the environment, and after <c>--</c> the
/// program's arguments.</summary>
public static class GuestCommandLine
{
    /// <summary>The most bytes of arguments and environment: what the kernel keeps, less what its own options may take.
    /// </summary>
    public const int Longest = Capacity - 256;

    /// <summary>The most bytes that the kernel keeps, without the terminating zero.</summary>
    public const int Capacity = 4095;

    /// <summary>Writes the line.</summary>
    /// <param name="options">The kernel's options, as they are.</param>
    /// <param name="variables">Environment variables, <c>NAME=value</c>.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <returns>The line; its characters are ASCII where the options' are.</returns>
    public static string Write(
        IEnumerable<string> options, IEnumerable<string> variables, IReadOnlyCollection<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        IEnumerable<string> words = options.Concat(variables.Select(GuestWord.EncodeVariable));
        return string.Join(' ', arguments.Count == 0
            ? words
            : words.Append("--").Concat(arguments.Select(GuestWord.EncodeArgument)));
    }
}
