using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class ReverseSearchTests
{
    private const string ControlR = "\u0012";

    [Test]
    public void A_search_shows_the_newest_line_that_matches_and_the_cursor_at_the_match()
    {
        var terminal = new ScriptedTerminal("draft", ControlR, "em", "\r");
        Assert.That(Search(terminal), Is.EqualTo(new LineResult(LineOutcome.Accepted, "cores; memory")));
        Assert.That(terminal.Frames[2].Text, Is.EqualTo("(reverse-search)'': draft"));
        string left = "(reverse-search)'em': cores; m";
        Assert.That(
            terminal.Frames[3], Is.EqualTo(new ScriptedTerminal.Frame(left + "emory", 0, left.Length)));
        Assert.That(terminal.Screen.Text, Is.EqualTo("> cores; memory"), "the prompt is back");
    }

    [Test]
    public void Searching_again_goes_to_older_lines_and_says_when_there_is_none()
    {
        var terminal = new ScriptedTerminal(ControlR, "mem", ControlR, ControlR, "\r");
        Assert.That(Search(terminal).Text, Is.EqualTo("memory --pools"));
        Assert.That(terminal.Frames.Skip(2).Select(frame => frame.Text), Is.EqualTo(new[]
        {
            "(reverse-search)'mem': cores; memory",
            "(reverse-search)'mem': memory --pools",
            "(failed reverse-search)'mem': memory --pools",
        }));
    }

    [Test]
    public void Backspace_widens_the_search_again()
    {
        var terminal = new ScriptedTerminal(ControlR, "poo", "\u007f\u007f\u007f", "co", "\r");
        Assert.That(Search(terminal).Text, Is.EqualTo("cores; memory"));
        Assert.That(terminal.Frames[2].Text, Is.EqualTo("(reverse-search)'poo': memory --pools"));
        Assert.That(terminal.Frames[3].Text, Is.EqualTo("(reverse-search)'':"));
    }

    [Test]
    public void Control_G_brings_the_typed_line_back()
    {
        var terminal = new ScriptedTerminal("draft", ControlR, "mem", "\u0007", "\r");
        Assert.That(Search(terminal).Text, Is.EqualTo("draft"));
        Assert.That(terminal.Frames[4].Text, Is.EqualTo("> draft"));
    }

    [Test]
    public void Another_key_ends_the_search_and_edits_the_line_found() =>
        Assert.That(
            Search(new ScriptedTerminal(ControlR + "pools\u0005 x\r")).Text, Is.EqualTo("memory --pools x"));

    [Test]
    public void Escape_ends_the_search_and_keeps_the_line_found() =>
        Assert.That(
            Search(new ScriptedTerminal(ControlR + "--", "\e", "X\r")).Text, Is.EqualTo("memory X--pools"));

    [Test]
    public void Control_C_in_a_search_forgets_the_line() =>
        Assert.That(
            Search(new ScriptedTerminal(ControlR + "mem\u0003")).Outcome, Is.EqualTo(LineOutcome.Cancelled));

    [Test]
    public void A_search_in_an_empty_history_fails_and_keeps_the_typed_line()
    {
        var terminal = new ScriptedTerminal("a", ControlR, "b", ControlR, "\r");
        Assert.That(new LineEditor(terminal, new History()).ReadLine("> ").Text, Is.EqualTo("a"));
        Assert.That(terminal.Frames[3].Text, Is.EqualTo("(failed reverse-search)'b': a"));
    }

    private static LineResult Search(ScriptedTerminal terminal)
    {
        History history = new();
        history.Add("memory --pools");
        history.Add("cores; memory");
        history.Add("echo hello");
        return new LineEditor(terminal, history).ReadLine("> ");
    }
}
