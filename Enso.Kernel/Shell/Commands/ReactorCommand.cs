using Enso.Kernel.Reactors;
using Enso.Scheduler;

namespace Enso.Kernel.Shell.Commands;

/// <summary>A command that asks the machine's reactors. What they refuse is said like any other refusal.</summary>
internal abstract class ReactorCommand : ShellCommand
{
    /// <inheritdoc/>
    public sealed override int Execute(CommandContext context) => Execute(context, MachineReactors.Instance);

    /// <summary>Executes the command.</summary>
    /// <param name="context">What the command is given.</param>
    /// <param name="reactors">The reactors that are asked.</param>
    /// <returns>The status.</returns>
    /// <exception cref="CommandException">The command was used wrongly, or a core refused.</exception>
    internal int Execute(CommandContext context, MachineReactors reactors)
    {
        try
        {
            return Run(context, reactors);
        }
        catch (Exception error) when (RefusalOf(error) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>What to say of a core that cannot do what it was asked for: it has halted, or has no room for another
    /// task. Anything else that a core throws is a mistake of the kernel, and its stack is wanted.</summary>
    /// <param name="error">What was thrown.</param>
    /// <returns>The refusal; null for anything else.</returns>
    internal static CommandException? RefusalOf(Exception error) => error switch
    {
        CoreHaltedException or TaskLimitException => new CommandException(error.Message),
        RemoteException { InnerException: { } reason } => RefusalOf(reason),
        _ => null,
    };

    /// <summary>Asks cores one after another for what a table shows of them. One that has halted has a row that says
    /// so.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="reactors">The reactors.</param>
    /// <param name="cores">The cores.</param>
    /// <param name="table">The table, whose first column is the core, or begins with it.</param>
    /// <param name="ask">What is done on each core.</param>
    /// <param name="add">Adds the rows for a core and its answer.</param>
    /// <param name="cancellation">Stops the waiting for a core.</param>
    protected static void Tabulate<T>(
        MachineReactors reactors,
        IEnumerable<int> cores,
        Table table,
        Func<Reactor, T> ask,
        Action<int, T> add,
        CancellationToken cancellation)
    {
        foreach (int core in cores)
        {
            if (reactors.TryAsk(core, ask, out T? answer, cancellation))
            {
                add(core, answer);
            }
            else
            {
                table.Add([$"{core}", "halted", .. Enumerable.Repeat("-", table.Columns - 2)]);
            }
        }
    }

    /// <summary>Does the command's work.</summary>
    /// <param name="context">What the command is given.</param>
    /// <param name="reactors">The reactors that are asked.</param>
    /// <returns>The status.</returns>
    protected abstract int Run(CommandContext context, MachineReactors reactors);
}
