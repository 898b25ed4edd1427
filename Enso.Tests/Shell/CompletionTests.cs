using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class CompletionTests
{
    private const string Tab = "\t";

    [TestCase("mem\t", "memory ", TestName = "A_unique_command_is_completed_with_a_blank")]
    [TestCase("  mem\t", "  memory ", TestName = "Blanks_before_a_command_are_kept")]
    [TestCase("cores; mem\t", "cores; memory ", TestName = "A_command_after_a_semicolon_is_completed")]
    [TestCase("co\t", "co", TestName = "A_prefix_that_cannot_grow_stays")]
    [TestCase("c\t", "co", TestName = "Several_commands_grow_to_their_common_prefix")]
    [TestCase("mount d\t", "mount disk", TestName = "An_argument_grows_to_its_common_prefix")]
    [TestCase("mount 'my d\t", "mount my\\ disk ", TestName = "A_quoted_word_is_completed_with_backslashes")]
    [TestCase("mount my\\ d\t", "mount my\\ disk ", TestName = "A_word_with_backslashes_is_completed")]
    [TestCase("mount disk0 r\t", "mount disk0 readonly ", TestName = "A_command_knows_the_arguments_before")]
    [TestCase("memx\e[D\t", "memory x", TestName = "Completion_works_in_the_middle_of_a_line")]
    [TestCase("zzz\t", "zzz", TestName = "A_word_that_fits_nothing_stays")]
    [TestCase("nosuch d\t", "nosuch d", TestName = "Arguments_of_an_unknown_command_stay")]
    [TestCase("echo # mem\t", "echo # mem", TestName = "A_comment_is_not_completed")]
    public void Tab_completes(string typed, string expected) =>
        Assert.That(Edit(new ScriptedTerminal(typed, "\r")), Is.EqualTo(expected));

    [Test]
    public void The_first_tab_rings_and_the_second_lists_the_candidates_in_columns()
    {
        var terminal = new ScriptedTerminal("xco", "\e[H\e[3~\e[F" + Tab, Tab, "r" + Tab, "\r")
        {
            Size = (17, 10),
        };
        Assert.That(Edit(terminal), Is.EqualTo("cores "));
        Assert.That(terminal.Frames[2].Text, Is.EqualTo("> co"));
        Assert.That(terminal.Screen.Bells, Is.EqualTo(1));
        Assert.That(terminal.Frames[3].Text, Is.EqualTo("> co\nconsole  counter\ncores\n> co"));
        Assert.That(terminal.Frames[4].Text, Does.EndWith("\n> cores"));
    }

    [Test]
    public void A_key_between_two_tabs_starts_over()
    {
        var terminal = new ScriptedTerminal("co" + Tab, "\e[C", Tab, "\r");
        Edit(terminal);
        Assert.That(terminal.Frames[3].Text, Is.EqualTo("> co"));
        Assert.That(terminal.Screen.Bells, Is.EqualTo(2));
    }

    [Test]
    public void A_list_too_long_is_cut_and_counted()
    {
        int count = LineEditor.MaximumListedCompletions + 5;
        string[] words = [.. Enumerable.Range(0, count).Select(number => $"w{number:D3}")];
        var terminal = new ScriptedTerminal("many w", Tab, Tab, "\r") { Size = (80, 60) };
        Edit(terminal, new TestCommand("many") { Completer = (_, _) => words });
        Assert.That(terminal.Frames[3].Text, Does.Contain("w199").And.Contains("and 5 more"));
        Assert.That(terminal.Frames[3].Text, Does.Not.Contain("w200"));
    }

    [Test]
    public void A_command_that_fails_to_complete_is_reported_and_the_line_stays()
    {
        var terminal = new ScriptedTerminal("bad x", Tab, "y", "\r");
        TestCommand bad = new("bad") { Completer = (_, _) => throw new InvalidOperationException("no idea") };
        Assert.That(Edit(terminal, bad), Is.EqualTo("bad xy"));
        Assert.That(terminal.Frames[2].Text, Does.Contain("System.InvalidOperationException: no idea"));
        Assert.That(terminal.Frames[2].Text, Does.EndWith("\n> bad x"));
    }

    private static string Edit(ScriptedTerminal terminal, params ShellCommand[] more)
    {
        TestCommand mount = new("mount")
        {
            Completer = (arguments, _) =>
                arguments.Count == 0 ? ["disk0", "disk1", "my disk"] : ["readonly", "sync"],
        };
        CommandRegistry registry = TestCommand.Registry(
            [new TestCommand("cores"), new TestCommand("memory"), new TestCommand("console"),
            new TestCommand("counter"), new TestCommand("echo"), mount, .. more]);
        return new LineEditor(terminal, new History(), new ShellCompleter(registry)).ReadLine("> ").Text;
    }
}
