using Enso.Kernel.Shell;
using NUnit.Framework;
using KernelShell = Enso.Kernel.Shell.Shell;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class ShellTests
{
    private const string Before = "\e]133;A\a\e[1;36menso>\e[0m \e]133;B\a";

    [Test]
    public void A_command_line_is_written_with_exactly_these_bytes()
    {
        var terminal = new ScriptedTerminal("echo hi\r");
        KernelShell.Run(terminal, new CommandRegistry());
        Assert.That(terminal.Output.ToString(), Is.EqualTo(
            Before + "echo hi\r\n\e]133;C\ahi\r\n\e]133;D;0\a" + Before + "\r\n"));
    }

    [Test]
    public void A_blank_line_and_a_comment_have_only_a_prompt()
    {
        ScriptedTerminal terminal = Run("\r  \r# x\r");
        Assert.That(Marks(terminal), Is.EqualTo("A B A B A B A B"));
    }

    [Test]
    public void A_cancelled_line_does_not_run()
    {
        ScriptedTerminal terminal = Run("fail\u0003");
        Assert.That(Marks(terminal), Is.EqualTo("A B A B"));
    }

    [Test]
    public void The_mark_after_a_line_has_the_status_of_its_last_command()
    {
        ScriptedTerminal terminal = Run("fail; echo a\r", "echo a; fail\r");
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;0 A B C D;3 A B"));
    }

    [Test]
    public void An_unknown_command_gets_a_suggestion_and_status_127()
    {
        ScriptedTerminal terminal = Run("cors\r", "xyzzy\r", "status\r");
        Assert.That(Seen(terminal), Is.EqualTo(
            """
            enso> cors
            enso: no command 'cors'; did you mean 'cores'? Try 'help'.
            enso> xyzzy
            enso: no command 'xyzzy'. Try 'help'.
            enso> status
            127
            enso>
            """));
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;127 A B C D;127 A B C D;0 A B"));
    }

    [Test]
    public void A_line_that_cannot_be_parsed_runs_nothing_and_has_status_2()
    {
        ScriptedTerminal terminal = Run("echo a; echo 'b\r");
        Assert.That(Seen(terminal), Is.EqualTo(
            "enso> echo a; echo 'b\nenso: column 14: unterminated single quote\nenso>"));
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;2 A B"));
    }

    [Test]
    public void A_usage_error_is_printed_after_the_name_of_the_command()
    {
        ScriptedTerminal terminal = Run("history x\r", "refuse\r");
        Assert.That(Seen(terminal), Does.Contain("\nhistory: unexpected argument 'x'\n")
            .And.Contains("\nrefuse: not now\n"));
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;2 A B C D;9 A B"));
    }

    [Test]
    public void An_exception_is_printed_with_type_message_and_stack_and_the_shell_goes_on()
    {
        ScriptedTerminal terminal = Run("crash\r", "echo still here\r");
        Assert.That(Seen(terminal), Does.Contain("crash: System.InvalidOperationException: a bug")
            .And.Contains("   at Enso.Tests.Shell.ShellTests.").And.Contains("\nstill here\n"));
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;1 A B C D;0 A B"));
    }

    [Test]
    public void A_command_can_end_the_shell_and_the_rest_of_its_line()
    {
        ScriptedTerminal terminal = new("leave; echo no\r", "echo never\r");
        Assert.That(KernelShell.Run(terminal, Commands()), Is.EqualTo(4));
        Assert.That(Seen(terminal), Is.EqualTo("enso> leave; echo no"));
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;4"));
    }

    [Test]
    public void Control_D_ends_the_shell_with_the_last_status()
    {
        ScriptedTerminal terminal = new("fail\r", "\u0004", "echo never\r");
        Assert.That(KernelShell.Run(terminal, Commands()), Is.EqualTo(3));
    }

    [Test]
    public void A_prompt_begins_its_row_even_after_output_that_did_not_end_its_line()
    {
        ScriptedTerminal terminal = Run("echo -n ab\r", "echo -n\r", "echo -n a; nosuch\r");
        Assert.That(Seen(terminal), Is.EqualTo(
            """
            enso> echo -n ab
            ab
            enso> echo -n
            enso> echo -n a; nosuch
            a
            enso: no command 'nosuch'. Try 'help'.
            enso>
            """));
    }

    [Test]
    public void Clear_leaves_the_prompt_in_the_first_row()
    {
        ScriptedTerminal terminal = Run("echo a\r", "clear\r");
        Assert.That(terminal.Frames[^1], Is.EqualTo(new ScriptedTerminal.Frame("enso>", 0, 6)));
    }

    [Test]
    public void Help_lists_the_commands_in_order_with_the_built_in_ones_last()
    {
        ScriptedTerminal terminal = Run("help\r");
        Assert.That(Seen(terminal), Does.StartWith("enso> help\n  cores    do cores\n  fail     do fail\n")
            .And.Contains("\n  help     list the commands, or say how one is used\n  status   "));
    }

    [Test]
    public void Help_for_a_command_shows_its_usage_and_examples()
    {
        ScriptedTerminal terminal = Run("help cores\r");
        Assert.That(Seen(terminal), Does.Contain("\ncores: do cores\nusage: cores [--all]\n  cores --all\n"));
    }

    [Test]
    public void Help_for_an_unknown_command_suggests_one()
    {
        ScriptedTerminal terminal = Run("help cors\r");
        Assert.That(
            Seen(terminal), Does.Contain("\nhelp: no command 'cors'; did you mean 'cores'? Try 'help'.\n"));
    }

    [Test]
    public void History_lists_what_was_entered_and_itself()
    {
        ScriptedTerminal terminal = Run("echo a\r", "history\r");
        Assert.That(Seen(terminal), Does.Contain("\n    1  echo a\n    2  history\n"));
    }

    [Test]
    public void A_command_of_the_kernel_takes_the_place_of_a_built_in_one()
    {
        ScriptedTerminal terminal = new("echo a\r");
        KernelShell.Run(terminal, TestCommand.Registry(new TestCommand("echo", _ => 42)));
        Assert.That(Marks(terminal), Is.EqualTo("A B C D;42 A B"));
    }

    [Test]
    public void The_name_of_the_shell_is_in_its_prompt_and_its_messages()
    {
        ScriptedTerminal terminal = new("x\r");
        KernelShell.Run(terminal, new CommandRegistry(), "lab");
        Assert.That(Seen(terminal), Does.StartWith("lab> x\nlab: no command 'x'."));
    }

    [Test]
    public void An_interrupt_reaches_the_running_command_and_ends_the_line()
    {
        ScriptedTerminal terminal = new("wait; echo no\r");
        KernelShell? shell = null;
        TestCommand wait = new("wait", context =>
        {
            Assert.That(shell!.Interrupt(), Is.True);
            context.Cancellation.ThrowIfCancellationRequested();
            return 0;
        });
        shell = new KernelShell(terminal, TestCommand.Registry(wait));
        Assert.That(shell.Run(), Is.EqualTo(KernelShell.InterruptedStatus));
        Assert.That(Seen(terminal), Is.EqualTo("enso> wait; echo no\nenso>"));
        Assert.That(shell.Interrupt(), Is.False, "nothing runs any more");
    }

    [Test]
    public void An_interrupt_that_a_command_takes_no_note_of_cancels_the_rest_of_the_line()
    {
        ScriptedTerminal terminal = new("deaf; echo no\r");
        KernelShell? shell = null;
        TestCommand deaf = new("deaf", _ => shell!.Interrupt() ? 0 : 1);
        shell = new KernelShell(terminal, TestCommand.Registry(deaf));
        Assert.That(shell.Run(), Is.EqualTo(KernelShell.InterruptedStatus));
        Assert.That(Seen(terminal), Is.EqualTo("enso> deaf; echo no\nenso>"));
    }

    [Test]
    public void Up_brings_the_last_line_back()
    {
        ScriptedTerminal terminal = Run("echo one\r", "\e[A\r");
        Assert.That(Seen(terminal), Is.EqualTo("enso> echo one\none\nenso> echo one\none\nenso>"));
    }

    [Test]
    public void Lines_of_output_start_in_the_first_column()
    {
        ScriptedTerminal terminal = Run("table\r");
        Assert.That(Seen(terminal), Does.Contain("\nname   n\na      1\nb     10\n"));
    }

    private static ScriptedTerminal Run(params string[] script)
    {
        ScriptedTerminal terminal = new(script);
        KernelShell.Run(terminal, Commands());
        return terminal;
    }

    private static CommandRegistry Commands() => TestCommand.Registry(
        new TestCommand("cores"),
        new TestCommand("fail", _ => 3),
        new TestCommand("refuse", _ => throw new CommandException("not now", 9)),
        new TestCommand("crash", _ => throw new InvalidOperationException("a bug")),
        new TestCommand("leave", context =>
        {
            context.RequestExit();
            return 4;
        }),
        new TestCommand("table", context =>
        {
            context.Write(new Table("name", "n").Add("a", "1").Add("b", "10"));
            return 0;
        }));

    private static string Seen(ScriptedTerminal terminal) => terminal.Screen.Text;

    private static string Marks(ScriptedTerminal terminal)
    {
        Assert.That(terminal.Screen.Commands, Is.All.StartsWith("133;"));
        return string.Join(' ', terminal.Screen.Commands.Select(command => command["133;".Length..]));
    }
}
