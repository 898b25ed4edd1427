using System.Text;
using Enso.Kernel;
using Enso.Kernel.Benchmarks;
using Enso.Kernel.Reactors;
using Enso.Kernel.Shell;
using Enso.Kernel.Shell.Commands;
using Enso.Scheduler;
using Measuring;

namespace Enso.Tests.InKernel.Tests.Reactors;

/// <summary>The shell's commands, on reactors that are in a state into which the keyboard cannot bring the machine's
/// own, or not soon.</summary>
internal static class ReactorCommandTests
{
    [KernelTest]
    internal static void A_core_that_has_no_room_for_another_task_says_so_without_a_stack() => With(reactors =>
    {
        // Core 0 is the last: its reactor asks the others.
        for (int core = reactors.Cluster.Cores - 1; core >= 0; core--)
        {
            string? refusal;
            while ((refusal = RefusalOf(new SpawnCommand(), $"{core} tick 9999", reactors)) is null)
            {
            }

            Check.That(refusal.StartsWith($"Core {core} has 8 tasks, as many as it was made for"), refusal);
        }

        // The one that asked has left a place.
        reactors.Ask(0, reactor => reactor.Spawn(Jobs.All.Single(job => job.Name == "tick").Make(9999)));
        string? sent = RefusalOf(new SendCommand(), "prices 1", reactors);
        Check.That(sent!.StartsWith("Core 0 has 8 tasks, as many as it was made for"), sent);
    });

    [KernelTest]
    internal static void A_core_that_has_halted_is_shown_as_such_beside_the_others() => With(reactors =>
    {
        int last = reactors.Cluster.Cores - 1;
        reactors.Ask(last, reactor =>
        {
            reactor.Halt();
            return true;
        });
        while (reactors.TryAsk(last, _ => true, out _))
        {
            Thread.Yield();
        }

        foreach (ReactorCommand command in (ReactorCommand[])
            [new TasksCommand(), new TimersCommand(), new QueuesCommand(), new QuantaCommand()])
        {
            string[] rows = Show(command, "", reactors).Split("\r\n")[1..^1];
            Check.Equal(last + 1, rows.Length);
            for (int core = 0; core < rows.Length; core++)
            {
                Check.That(rows[core].TrimStart().StartsWith($"{core}"), rows[core]);
                Check.Equal(core == last, rows[core].Contains("  halted  "), rows[core]);
            }
        }

        Check.Equal(
            $"core {last} has halted, and is not traced\r\n", Show(new TraceCommand(), "start 100", reactors));
        if (last != 0)
        {
            Check.That(Show(new TraceCommand(), "stop", reactors).Contains("traceEvents"));
        }

        foreach ((ReactorCommand command, string words) in ((ReactorCommand, string)[])
        [
            (new NamesCommand(), $"{last}"),
            (new SpawnCommand(), $"{last} count 3"),
            (new PublishCommand(), $"{last} prices"),
            (new CancelCommand(), $"{last}.1.1"),
            (new QuantaCommand(), $"{last} tasks 3"),
        ])
        {
            Check.Equal($"Core {last} has halted.", RefusalOf(command, words, reactors));
        }
    });

    [KernelTest]
    internal static void A_loop_of_bench_interrupts_that_fails_fails_alone()
    {
        // The machine's own reactors, which it asks, are the shell's kernel's: this one has none.
        Figure loop = InterruptCatalog.Loops(CancellationToken.None).First();
        InvalidOperationException error = Check.Throws<InvalidOperationException>(() => loop.Run(new FirstCore(), 1));
        Check.That(error.Message.StartsWith("The reactors run once"), error.Message);
    }

    private static void With(Action<MachineReactors> test)
    {
        MachineReactors reactors = MachineReactors.Begin(new ReactorOptions { BusCapacity = 64, Tasks = 8 });
        try
        {
            test(reactors);
        }
        finally
        {
            reactors.Stop();
        }
    }

    private static string Show(ReactorCommand command, string words, MachineReactors reactors)
    {
        Screen screen = new();
        string[] arguments = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Check.Equal(0, command.Execute(new CommandContext(arguments, screen), reactors));
        return screen.Text.ToString();
    }

    private static string? RefusalOf(ReactorCommand command, string words, MachineReactors reactors)
    {
        try
        {
            Show(command, words, reactors);
            return null;
        }
        catch (CommandException refusal)
        {
            return refusal.Message;
        }
    }

    private sealed class FirstCore : ICorePlacement
    {
        public void Pin(int core) => MachineCores.Pin(0);
    }

    private sealed class Screen : ITerminal
    {
        public StringBuilder Text { get; } = new();

        public (int Columns, int Rows) Size => default;

        public int Read(Span<byte> buffer) => 0;

        public void Write(ReadOnlySpan<byte> utf8) => Text.Append(Encoding.UTF8.GetString(utf8));
    }
}
