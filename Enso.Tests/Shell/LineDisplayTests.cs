using System.Text;
using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class LineDisplayTests
{
    [Test]
    public void A_character_at_the_end_is_echoed_as_itself_and_nothing_else()
    {
        ScriptedTerminal terminal = Type("a", "b", "é", "日");
        Assert.That(terminal.Echoes, Is.EqualTo(new[] { "> ", "a", "b", "é", "日" }));
    }

    [Test]
    public void Erasing_at_the_end_takes_four_bytes() =>
        Assert.That(Type("hello", "\u007f").Echoes[2], Is.EqualTo("\b\e[J"));

    [Test]
    public void Moving_the_cursor_writes_no_text()
    {
        ScriptedTerminal terminal = Type("hello", "\u0001", "\u0006", "\u0005", "\u0002", "\e[C");
        Assert.That(terminal.Echoes.Skip(2), Is.EqualTo(new[] { "\e[5D", "\e[C", "\e[4C", "\b", "\e[C" }));
    }

    [Test]
    public void A_key_that_changes_nothing_writes_nothing() =>
        Assert.That(Type("hello", "\e[C", "\e[B", "\u000b").Echoes.Skip(2), Is.All.Empty);

    [Test]
    public void A_character_in_the_middle_rewrites_only_what_follows()
    {
        ScriptedTerminal terminal = Type("hllo", "\u0001\u0006", "e");
        Assert.That(terminal.Echoes[3], Is.EqualTo("ello\b\b\b"));
        Assert.That(terminal.Frames[3], Is.EqualTo(new ScriptedTerminal.Frame("> hello", 0, 4)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_line_longer_than_the_screen_flows_over_its_rows(bool wrapsAtOnce)
    {
        ScriptedTerminal terminal = Type(10, wrapsAtOnce, "abcdefgh", "i", "\u0001", "X", "\u0005", "\u0015");
        Assert.That(terminal.Frames.Skip(1), Is.EqualTo(new ScriptedTerminal.Frame[]
        {
            new("> abcdefgh", 1, 0),
            new("> abcdefgh\ni", 1, 1),
            new("> abcdefgh\ni", 0, 2),
            new("> Xabcdefg\nhi", 0, 3),
            new("> Xabcdefg\nhi", 1, 2),
            new(">", 0, 2),
        }));
    }

    [Test]
    public void A_line_at_the_bottom_scrolls_the_screen_and_stays_editable()
    {
        var terminal = new ScriptedTerminal("abcdefghij", "\u0001X", "\u0005Y") { Size = (10, 3) };
        terminal.Screen.Write("one\r\ntwo\r\n");
        Read(terminal, "> ");
        Assert.That(terminal.Frames.Skip(1), Is.EqualTo(new ScriptedTerminal.Frame[]
        {
            new("two\n> abcdefgh\nij", 2, 2),
            new("two\n> Xabcdefg\nhij", 1, 3),
            new("two\n> Xabcdefg\nhijY", 2, 4),
        }));
    }

    [Test]
    public void A_wide_character_that_does_not_fit_goes_to_the_next_row_whole()
    {
        ScriptedTerminal terminal = Type(9, false, "日本語", "世", "\u0001x", "y", "\u0005\u007f");
        Assert.That(terminal.Frames.Skip(1), Is.EqualTo(new ScriptedTerminal.Frame[]
        {
            new("> 日本語", 0, 8),
            new("> 日本語\n世", 1, 2),
            new("> x日本語\n世", 0, 3),
            new("> xy日本\n語世", 0, 4),
            new("> xy日本\n語", 1, 2),
        }));
    }

    [Test]
    public void A_combining_mark_joins_its_character_also_at_the_end_of_a_row()
    {
        ScriptedTerminal terminal = Type(6, false, "abce", "\u0301", "d", "\u007f\u007f");
        Assert.That(terminal.Frames.Skip(2), Is.EqualTo(new ScriptedTerminal.Frame[]
        {
            new("> abce\u0301", 1, 0),
            new("> abce\u0301\nd", 1, 1),
            new("> abc", 0, 5),
        }));
    }

    [Test]
    public void Colours_and_marks_in_the_prompt_take_no_room()
    {
        var terminal = new ScriptedTerminal("ab", "\u0001x") { Size = (10, 4) };
        Read(terminal, "\e]133;A\a\e[1;36menso>\e[0m \e]133;B\a");
        Assert.That(terminal.Frames[1], Is.EqualTo(new ScriptedTerminal.Frame("enso> ab", 0, 8)));
        Assert.That(terminal.Frames[2], Is.EqualTo(new ScriptedTerminal.Frame("enso> xab", 0, 7)));
    }

    [Test]
    public void A_prompt_that_fills_its_row_leaves_the_line_to_the_next()
    {
        var terminal = new ScriptedTerminal("ab", "\u0001x") { Size = (5, 4) };
        Read(terminal, "12345");
        Assert.That(terminal.Frames, Is.EqualTo(new ScriptedTerminal.Frame[]
        {
            new("12345", 1, 0), new("12345\nab", 1, 2), new("12345\nxab", 1, 1),
        }));
    }

    [Test]
    public void A_terminal_that_does_not_know_its_size_is_taken_for_eighty_columns()
    {
        var screen = new ScriptedTerminal(new string('x', 78), "y") { Size = (80, 24) };
        Assert.That(screen.Screen.Text, Is.Empty);
        screen.Size = (0, 0);
        Read(screen, "> ");
        Assert.That((screen.Frames[1].Row, screen.Frames[1].Column), Is.EqualTo((1, 0)));
    }

    [Test]
    public void A_change_of_width_is_noticed_at_the_next_key()
    {
        ScriptedTerminal? terminal = null;
        terminal = new ScriptedTerminal("hello", "!", " again")
        {
            Size = (10, 4),
            BeforeRead = chunk => terminal!.Size = (chunk == 0 ? 80 : 10, 4),
        };
        Assert.That(terminal.Screen.Text, Is.Empty);
        Read(terminal, "> ");
        Assert.That(terminal.Frames[2], Is.EqualTo(new ScriptedTerminal.Frame("> hello!", 0, 8)));
        Assert.That(terminal.Frames[3], Is.EqualTo(new ScriptedTerminal.Frame("> hello! a\ngain", 1, 4)));
    }

    [Test]
    public void Any_keys_leave_the_screen_as_if_the_line_had_been_typed_at_once(
        [Range(1, 60)] int seed, [Values(7, 8, 20)] int columns, [Values] bool wrapsAtOnce)
    {
        Random random = new(seed);
        string[] keys = [.. Enumerable.Range(0, 150).Select(_ => RandomKey(random))];
        var terminal = new ScriptedTerminal([.. keys, "|", "\r"])
        {
            Size = (columns, 80),
            WrapsAtOnce = wrapsAtOnce,
        };
        string line = Read(terminal, "> ").Text;

        History history = new();
        history.Add(line);
        string toMarker = string.Concat(Enumerable.Repeat("\u0002", CharactersAfterMarker(line)));
        var direct = new ScriptedTerminal("\u0010", toMarker + "\e[20~") { Size = terminal.Size };
        new LineEditor(direct, history).ReadLine("> ");
        Assert.That(terminal.Frames[^1], Is.EqualTo(direct.Frames[^1]), $"seed {seed}, line '{line}'");
    }

    private static int CharactersAfterMarker(string line) =>
        line[(line.IndexOf('|') + 1)..].EnumerateRunes().Count(rune => CellWidth.Of(rune) > 0);

    private static string RandomKey(Random random)
    {
        string[] moves =
        [
            "\e[D", "\e[C", "\e[D", "\u0001", "\u0005", "\eb", "\ef", "\u007f", "\e[3~", "\u0014", "\u0017",
            "\u0019", "\ed",
        ];
        string[] text = ["a", "b", "c", " ", "日", "本", "e\u0301", "é", "🙂", "xyz", "\u0301"];
        int choice = random.Next(100);
        return choice < 60 ? text[random.Next(text.Length)]
            : choice < 97 ? moves[random.Next(moves.Length)]
            : choice < 99 ? "\u000b" : "\u000c";
    }

    private static ScriptedTerminal Type(params string[] script) => Type(80, false, script);

    private static ScriptedTerminal Type(int columns, bool wrapsAtOnce, params string[] script)
    {
        var terminal = new ScriptedTerminal(script) { Size = (columns, 24), WrapsAtOnce = wrapsAtOnce };
        Read(terminal, "> ");
        return terminal;
    }

    private static LineResult Read(ScriptedTerminal terminal, string prompt) =>
        new LineEditor(terminal, new History()).ReadLine(prompt);
}
