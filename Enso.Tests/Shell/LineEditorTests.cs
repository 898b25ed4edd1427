using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class LineEditorTests
{
    private const string Enter = "\r";
    private const string Left = "\e[D";
    private const string Up = "\e[A";
    private const string Down = "\e[B";
    private const string Backspace = "\u007f";

    [TestCase("hello", "hello", TestName = "Typed_characters_are_the_line")]
    [TestCase("ello\u0001h", "hello", TestName = "Control_A_goes_to_the_start")]
    [TestCase("ell\u0001h\u0005o", "hello", TestName = "Control_E_goes_to_the_end")]
    [TestCase("hllo\u0002\u0002\u0002e", "hello", TestName = "Control_B_goes_left")]
    [TestCase("hllo\u0001\u0006e", "hello", TestName = "Control_F_goes_right")]
    [TestCase("hllo\e[D\e[D\e[D\e[D\e[Ce", "hello", TestName = "Arrows_go_left_and_right")]
    [TestCase("ell\e[Hh\e[Fo", "hello", TestName = "Home_and_End_go_to_the_ends")]
    [TestCase("hexllo\e[D\e[D\e[D\u007f", "hello", TestName = "Backspace_erases_to_the_left")]
    [TestCase("hexllo\u0001\u0006\u0006\e[3~", "hello", TestName = "Delete_erases_to_the_right")]
    [TestCase("hexllo\u0001\u0006\u0006\u0004", "hello", TestName = "Control_D_erases_to_the_right")]
    [TestCase("hellono\u0002\u0002\u000b", "hello", TestName = "Control_K_erases_to_the_end")]
    [TestCase("say hello\e[D\e[D\e[D\e[D\e[D\u0015", "hello", TestName = "Control_U_erases_to_the_start")]
    [TestCase("hello a-b \u0017\u007f", "hello", TestName = "Control_W_erases_to_the_blank")]
    [TestCase("x a-b\e\u007f", "x a-", TestName = "Alt_Backspace_erases_a_word")]
    [TestCase("a-b c\u0001\ed", "-b c", TestName = "Alt_D_erases_the_next_word")]
    [TestCase("one two\u0017\u0001\u0019 ", "two one ", TestName = "Control_Y_brings_back_what_was_erased")]
    [TestCase("one two\u0017\u0017\u0019", "one two", TestName = "Erasures_in_a_row_are_brought_back_as_one")]
    [TestCase("a b c\u0001\ed\ed\u0005\u0019", " ca b", TestName = "Forward_erasures_collect_in_order")]
    [TestCase("ehllo\u0001\u0006\u0014", "hello", TestName = "Control_T_swaps_two_characters")]
    [TestCase("helol\u0014", "hello", TestName = "Control_T_at_the_end_swaps_the_last_two")]
    [TestCase("h\u0014", "h", TestName = "Control_T_on_one_character_does_nothing")]
    [TestCase("one two\ebX\ebY", "one YXtwo", TestName = "Alt_B_goes_to_the_start_of_the_word")]
    [TestCase("one two\u0001\efX", "oneX two", TestName = "Alt_F_goes_to_the_end_of_the_word")]
    [TestCase("one two\e[1;5D\e[1;5DX\e[1;5CY", "XoneY two", TestName = "Control_arrows_go_by_words")]
    [TestCase("日本語\e[D\u007f", "日語", TestName = "Wide_characters_are_edited_as_one")]
    [TestCase("ae\u0301b\e[D\u007f", "ab", TestName = "Backspace_takes_the_combining_mark_along")]
    [TestCase("ae\u0301b\e[D\e[DX", "aXe\u0301b", TestName = "Left_steps_over_a_combined_character_at_once")]
    [TestCase("x (\u0301a\e\u007f", "x ", TestName = "A_word_is_erased_with_a_combined_character")]
    [TestCase("ab\e[5~\e[200~\e[24~\ex", "ab", TestName = "Keys_without_a_meaning_change_nothing")]
    public void Keys_edit_the_line(string typed, string expected)
    {
        LineResult result = Edit(new ScriptedTerminal(typed, Enter));
        Assert.That(result, Is.EqualTo(new LineResult(LineOutcome.Accepted, expected)));
    }

    [Test]
    public void A_lone_escape_changes_nothing() =>
        Assert.That(Edit(new ScriptedTerminal("ab", "\e", "c", Enter)).Text, Is.EqualTo("abc"));

    [Test]
    public void Control_C_forgets_the_line_and_shows_that_it_did()
    {
        var terminal = new ScriptedTerminal("hello" + Left + "\u0003");
        Assert.That(Edit(terminal), Is.EqualTo(new LineResult(LineOutcome.Cancelled, "")));
        Assert.That(terminal.Screen.Text, Is.EqualTo("> hello^C"));
        Assert.That((terminal.Screen.Row, terminal.Screen.Column), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Control_D_on_an_empty_line_ends_the_input() =>
        Assert.That(
            Edit(new ScriptedTerminal("x" + Backspace + "\u0004")).Outcome,
            Is.EqualTo(LineOutcome.EndOfInput));

    [Test]
    public void A_closed_terminal_ends_the_input() =>
        Assert.That(Edit(new ScriptedTerminal("half a li")).Outcome, Is.EqualTo(LineOutcome.EndOfInput));

    [Test]
    public void Control_L_clears_the_screen_and_keeps_the_line()
    {
        var terminal = new ScriptedTerminal("hello" + Left, "\u000c", Enter);
        terminal.Screen.Write("older output\r\n");
        Assert.That(Edit(terminal).Text, Is.EqualTo("hello"));
        Assert.That(terminal.Frames[1].Text, Is.EqualTo("older output\n> hello"));
        Assert.That(terminal.Frames[2], Is.EqualTo(new ScriptedTerminal.Frame("> hello", 0, 6)));
    }

    [Test]
    public void A_full_line_takes_no_more_and_rings_the_bell()
    {
        string[] script = [.. Enumerable.Repeat(new string('x', 64), 64), "y", Enter];
        var terminal = new ScriptedTerminal(script) { Size = (80, 60) };
        Assert.That(Edit(terminal).Text, Is.EqualTo(new string('x', 4096)));
        Assert.That(terminal.Screen.Bells, Is.EqualTo(1));
    }

    [Test]
    public void Up_and_down_walk_the_history_and_bring_the_typed_line_back()
    {
        var terminal = new ScriptedTerminal(Up, Up, Up, Down, Down, Down, Enter);
        Edit(terminal, "first", "second");
        Assert.That(terminal.Frames.Select(frame => frame.Text), Is.EqualTo(new[]
        {
            ">", "> second", "> first", "> first", "> second", ">", ">",
        }));
    }

    [Test]
    public void Up_stops_only_at_lines_that_begin_with_what_was_typed()
    {
        var terminal = new ScriptedTerminal("me", Up, Up, Up, Down, Down, Enter);
        Assert.That(Edit(terminal, "memory", "cores", "memory", "messages").Text, Is.EqualTo("me"));
        Assert.That(terminal.Frames.Skip(1).Select(frame => frame.Text), Is.EqualTo(new[]
        {
            "> me", "> messages", "> memory", "> memory", "> messages", "> me",
        }));
    }

    [Test]
    public void Control_P_and_N_walk_all_of_the_history_and_keep_the_typed_line()
    {
        var terminal = new ScriptedTerminal("me", "\u0010", "\u0010", "\u000e", "\u000e", Enter);
        Assert.That(Edit(terminal, "memory", "cores").Text, Is.EqualTo("me"));
        Assert.That(terminal.Frames.Skip(1).Select(frame => frame.Text), Is.EqualTo(new[]
        {
            "> me", "> cores", "> memory", "> cores", "> me",
        }));
    }

    [Test]
    public void An_edited_history_line_is_a_new_line_and_leaves_the_history_alone()
    {
        History history = HistoryOf("cores");
        var editor = new LineEditor(new ScriptedTerminal(Up + " --all" + Enter), history);
        Assert.That(editor.ReadLine("> ").Text, Is.EqualTo("cores --all"));
        Assert.That(history, Is.EqualTo(new[] { "cores" }));
    }

    [Test]
    public void Lines_that_were_typed_early_are_read_one_after_the_other()
    {
        var editor = new LineEditor(new ScriptedTerminal("one\rtwo\rthree\r"), new History());
        Assert.That(
            new[] { editor.ReadLine("").Text, editor.ReadLine("").Text, editor.ReadLine("").Text },
            Is.EqualTo(new[] { "one", "two", "three" }));
    }

    private static LineResult Edit(ScriptedTerminal terminal, params string[] history) =>
        new LineEditor(terminal, HistoryOf(history)).ReadLine("> ");

    private static History HistoryOf(params string[] lines)
    {
        History history = new();
        foreach (string line in lines)
        {
            history.Add(line);
        }

        return history;
    }
}
