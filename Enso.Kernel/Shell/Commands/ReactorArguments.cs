using System.Globalization;
using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary>How commands read what they are told about reactors.</summary>
internal static class ReactorArguments
{
    /// <summary>A core.</summary>
    /// <param name="reactors">The reactors.</param>
    /// <param name="word">Its number.</param>
    /// <exception cref="CommandException">There is no such core.</exception>
    public static int Core(MachineReactors reactors, string word)
    {
        int cores = reactors.Cluster.Cores;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int core) && core < cores
            ? core
            : throw new CommandException(
                $"'{word}' is not a core; use {(cores == 1 ? "0, the only one" : $"0 to {cores - 1}")}");
    }

    /// <summary>A task.</summary>
    /// <param name="reactors">The reactors.</param>
    /// <param name="word">Its name, as <c>tasks</c> lists it.</param>
    /// <exception cref="CommandException">It is not written so, or is of no core.</exception>
    public static TaskId Task(MachineReactors reactors, string word)
    {
        string[] parts = word.Split('.');
        return parts.Length == 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int slot)
            && uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint generation)
            ? new TaskId(Core(reactors, parts[0]), slot, generation)
            : throw new CommandException($"'{word}' is not a task; use one that 'tasks' lists, such as 0.3.1");
    }

    /// <summary>A number.</summary>
    /// <param name="word">The number.</param>
    /// <param name="what">What it is of.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most.</param>
    /// <exception cref="CommandException">It is none, or is not allowed.</exception>
    public static int Number(string word, string what, int least, int most) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
            ? number
            : throw new CommandException($"'{word}' is not a number of {what}; use {least} to {most}");
}
