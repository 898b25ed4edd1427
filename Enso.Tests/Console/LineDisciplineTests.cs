using System.Text;
using Enso.Machine.Console;

namespace Enso.Tests.Console;

/// <summary>The terminal's line discipline. Control characters are written <c>^X</c> in what is typed and what is
/// read.</summary>
[TestFixture]
internal sealed unsafe class LineDisciplineTests
{
    private readonly StringBuilder _shown = new();
    private LineDiscipline _discipline;

    [SetUp]
    public void Start()
    {
        _discipline = default;
        _discipline.Initialize();
        _shown.Clear();
    }

    [TestCase("hello^J", "hello^J", TestName = "A_line_is_read_with_its_end")]
    [TestCase("hello^M", "hello^J", TestName = "Return_ends_a_line")]
    [TestCase("hello", null, TestName = "A_line_that_has_not_ended_cannot_be_read")]
    [TestCase("abc^?^?d^J", "ad^J", TestName = "Backspace_takes_back_a_character")]
    [TestCase("^?^?x^J", "x^J", TestName = "Backspace_stops_at_the_start_of_the_line")]
    [TestCase("aé猫^?^?b^J", "ab^J", TestName = "Backspace_takes_back_all_bytes_of_a_character")]
    [TestCase("one two_2  ^Wx^J", "one x^J", TestName = "Ctrl_W_takes_back_a_word_and_what_is_behind_it")]
    [TestCase("one^W^Wx^J", "x^J", TestName = "Ctrl_W_stops_at_the_start_of_the_line")]
    [TestCase("one two^Ux^J", "x^J", TestName = "Ctrl_U_takes_back_the_line")]
    [TestCase("one^Jtw^Uthree^J", "one^J", TestName = "Ctrl_U_leaves_earlier_lines")]
    [TestCase("ab^D", "ab", TestName = "Ctrl_D_ends_what_is_read")]
    [TestCase("^D", "", TestName = "Ctrl_D_alone_is_the_end_of_file")]
    [TestCase("a^V^Cb^V^V^V^J^J", "a^Cb^V^J^J", TestName = "Ctrl_V_quotes")]
    [TestCase("a^Rb^J", "ab^J", TestName = "Ctrl_R_is_not_part_of_the_line")]
    [TestCase("a^S^Qb^J", "ab^J", TestName = "Ctrl_S_and_Ctrl_Q_are_not_part_of_the_line")]
    public void Lines(string typed, string? read)
    {
        Type(typed);
        Assert.That(Read(), Is.EqualTo(read));
    }

    [TestCase("hello^M", "hello^M^J", TestName = "What_is_typed_is_shown")]
    [TestCase("ab^?", "ab^H ^H", TestName = "An_erased_character_vanishes")]
    [TestCase("é^?", "é^H ^H", TestName = "A_character_of_two_bytes_has_one_cell")]
    [TestCase("^?", "", TestName = "Nothing_erased_is_nothing_shown")]
    [TestCase("^A", "^A", TestName = "A_control_character_is_shown_as_two")]
    [TestCase("^A^?", "^A^H ^H^H ^H", TestName = "An_erased_control_character_vanishes_as_two")]
    [TestCase("ab^U", "ab^H ^H^H ^H", TestName = "A_forgotten_line_vanishes")]
    [TestCase("ab c^W", "ab c^H ^H", TestName = "An_erased_word_vanishes")]
    [TestCase("a^I^?", "a^I^H ^H^H ^H^H ^H^H ^H", TestName = "An_erased_tab_takes_its_columns")]
    [TestCase("ab^R", "ab^R^M^Jab", TestName = "Ctrl_R_shows_the_line_again")]
    [TestCase("^Va", "^^Ha", TestName = "A_quote_is_hinted_at")]
    [TestCase("a^D", "a", TestName = "The_end_of_file_is_not_shown")]
    [TestCase("a^C", "a^C", TestName = "An_interrupt_is_shown")]
    public void Echo(string typed, string shown)
    {
        // The prompt before it ended in column 3.
        Type(typed, 3);
        Assert.That(Shown, Is.EqualTo(shown));
    }

    [TestCase('C', LineDiscipline.InterruptSignal)]
    [TestCase('\\', LineDiscipline.QuitSignal)]
    [TestCase('Z', LineDiscipline.SuspendSignal)]
    public void A_signal_character_sends_its_signal_and_what_was_typed_is_forgotten(char key, int signal)
    {
        Type("early^Jlate");
        Assert.That(Type($"^{key}"), Is.EqualTo(signal));
        Assert.That(Read(), Is.Null);
        Type("next^J");
        Assert.That(Read(), Is.EqualTo("next^J"));
    }

    [Test]
    public void A_signal_can_leave_what_was_typed()
    {
        Set(local: TerminalLocalModes.Supported);
        Type("line^J");
        Assert.That(Type("^C"), Is.EqualTo(LineDiscipline.InterruptSignal));
        Assert.That(Read(), Is.EqualTo("line^J"));
    }

    [Test]
    public void Without_signals_their_characters_are_bytes()
    {
        Set(local: TerminalLocalModes.Lines);
        Assert.That(Type("^C^Z^J"), Is.Zero);
        Assert.That(Read(), Is.EqualTo("^C^Z^J"));
    }

    [Test]
    public void Without_echo_nothing_is_shown()
    {
        Set(local: TerminalLocalModes.Lines | TerminalLocalModes.EchoErase);
        Type("secret^?^U^Ax^J");
        Assert.That(Shown, Is.Empty);
    }

    [Test]
    public void Line_feeds_alone_can_be_shown()
    {
        Set(local: TerminalLocalModes.Lines | TerminalLocalModes.EchoLineFeed);
        Type("secret^J");
        Assert.That(Shown, Is.EqualTo("^M^J"));
    }

    [Test]
    public void On_paper_erasing_and_forgetting_show_their_keys()
    {
        Set(local: TerminalLocalModes.Lines | TerminalLocalModes.Echo | TerminalLocalModes.EchoKill
            | TerminalLocalModes.EchoControl);
        Type("ab^?c^U");
        Assert.That(Shown, Is.EqualTo("ab^?c^U^M^J"));
    }

    [Test]
    public void Without_lines_every_byte_can_be_read_at_once()
    {
        Set(local: 0);
        Type("a^?^D^W");
        Assert.That(Read(), Is.EqualTo("a^?^D^W"));
        Assert.That(_discipline.CanRead(1), Is.False);
    }

    [Test]
    public void Without_lines_a_read_can_want_several_bytes()
    {
        Set(local: 0);
        Type("ab");
        Assert.That(_discipline.CanRead(2), Is.True);
        Assert.That(_discipline.CanRead(3), Is.False);
    }

    [TestCase(TerminalInputModes.ReturnToLineFeed, "a^J^J")]
    [TestCase(TerminalInputModes.LineFeedToReturn, "a^M^M")]
    [TestCase(TerminalInputModes.IgnoreReturn, "a^J")]
    [TestCase((TerminalInputModes)0, "a^M^J")]
    public void Returns_and_line_feeds_are_translated_as_set(TerminalInputModes input, string read)
    {
        Set(local: 0, input: input);
        Type("a^M^J");
        Assert.That(Read(), Is.EqualTo(read));
    }

    [Test]
    public void The_eighth_bit_can_be_cut_off()
    {
        Set(local: 0, input: TerminalInputModes.Strip);
        EchoBuffer echo = default;
        _discipline.Accept(0xE1, 0, ref echo);
        Assert.That(Read(), Is.EqualTo("a"));
    }

    [Test]
    public void A_line_longer_than_the_buffer_of_a_read_comes_in_pieces()
    {
        Type("abcdef^Jgh^J");
        Assert.That(Read(4), Is.EqualTo("abcd"));
        Assert.That(Read(4), Is.EqualTo("ef^J"));
        Assert.That(Read(4), Is.EqualTo("gh^J"));
    }

    [Test]
    public void An_end_of_file_right_after_a_full_buffer_is_not_one_of_its_own()
    {
        Type("abcd^Dnext^J");
        Assert.That(Read(4), Is.EqualTo("abcd"));
        Assert.That(Read(8), Is.EqualTo("next^J"));
    }

    [Test]
    public void Other_characters_can_end_lines()
    {
        TerminalSettings settings = _discipline.Settings;
        settings.Set(TerminalCharacter.EndOfLine, (byte)';');
        settings.Set(TerminalCharacter.SecondEndOfLine, (byte)'.');
        _discipline.Change(settings);
        Type("a;b.c^J");
        Assert.That(Read(), Is.EqualTo("a;"));
        Assert.That(Read(), Is.EqualTo("b."));
        Assert.That(Read(), Is.EqualTo("c^J"));
    }

    [Test]
    public void Turning_lines_off_lets_the_unfinished_line_be_read()
    {
        Type("one^Jtw^Dthree");
        Set(local: 0);
        Assert.That(Read(), Is.EqualTo("one^Jtwthree"));
    }

    [Test]
    public void Turning_lines_on_makes_a_line_of_what_waits()
    {
        Set(local: 0);
        Type("raw");
        Set(local: TerminalLocalModes.Lines);
        Type("line^J");
        Assert.That(Read(), Is.EqualTo("raw"));
        Assert.That(Read(), Is.EqualTo("line^J"));
    }

    [Test]
    public void Output_is_held_back_until_it_is_let_go_or_interrupted_or_flow_control_ends()
    {
        Type("^S");
        Assert.That(_discipline.IsStopped, Is.True);
        Type("x^Q");
        Assert.That(_discipline.IsStopped, Is.False);
        Type("^S^C");
        Assert.That(_discipline.IsStopped, Is.False);
        Type("^S");
        Set(local: 0);
        Assert.That(_discipline.IsStopped, Is.False);
    }

    [Test]
    public void Any_character_can_let_output_go()
    {
        Set(local: 0, input: TerminalInputModes.FlowControl | TerminalInputModes.AnyRestarts);
        Type("^Sx");
        Assert.That(_discipline.IsStopped, Is.False);
        Assert.That(Read(), Is.EqualTo("x"));
    }

    [Test]
    public void A_line_without_room_loses_bytes_rings_and_still_ends()
    {
        Type(new string('a', LineDiscipline.Capacity - 1));
        _shown.Clear();
        Type("lost");
        Assert.That(Shown, Is.EqualTo("^G^G^G^G"));
        Assert.That(_discipline.Lost, Is.EqualTo(4));
        Type("^J");
        Assert.That(Read(LineDiscipline.Capacity), Is.EqualTo(new string('a', LineDiscipline.Capacity - 1) + "^J"));
        Type("next^J");
        Assert.That(Read(), Is.EqualTo("next^J"));
    }

    [Test]
    public void Flushing_forgets_everything()
    {
        Type("one^Jtwo^D^V");
        _discipline.Flush();
        Assert.That(Read(), Is.Null);
        Type("^?x^J");
        Assert.That(Read(), Is.EqualTo("x^J"));
    }

    [Test]
    public void Output_is_processed_as_set()
    {
        Assert.That(Processed("a^Jb^M"), Is.EqualTo("a^M^Jb^M"));
        TerminalSettings settings = _discipline.Settings;
        settings.Output |= TerminalOutputModes.ReturnToLineFeed;
        _discipline.Change(settings);
        Assert.That(Processed("b^M"), Is.EqualTo("b^M^J"));
        settings.Output = TerminalOutputModes.LineFeedToReturnLineFeed;
        _discipline.Change(settings);
        Assert.That(Processed("a^J"), Is.EqualTo("a^J"));
    }

    [Test]
    public void Settings_have_glibcs_layout()
    {
        Assert.That(sizeof(TerminalSettings), Is.EqualTo(60));
        TerminalSettings settings = _discipline.Settings;
        byte* bytes = (byte*)&settings;
        Assert.That(*(uint*)bytes, Is.EqualTo((uint)settings.Input));
        Assert.That(*(uint*)(bytes + 12), Is.EqualTo((uint)settings.Local));
        Assert.That(bytes[17 + (int)TerminalCharacter.Erase], Is.EqualTo(127));
        Assert.That(*(uint*)(bytes + 56), Is.EqualTo(settings.OutputSpeed));
    }

    /// <summary>Whatever is typed and however it is read, the lines come out as a plain model of editing has
    /// them.</summary>
    [Test]
    public void Random_typing_and_reading_agree_with_a_model([Range(1, 8)] int seed)
    {
        Random random = new(seed);
        StringBuilder line = new();
        StringBuilder read = new();
        StringBuilder wanted = new();
        for (int i = 0; i < 20_000; i++)
        {
            int choice = random.Next(20);
            if (choice < 12)
            {
                char key = (char)('a' + random.Next(26));
                Type(key.ToString());
                line.Append(key);
            }
            else if (choice < 15)
            {
                Type("^?");
                line.Length = Math.Max(0, line.Length - 1);
            }
            else if (choice == 15)
            {
                Type("^U");
                line.Clear();
            }
            else if (choice < 18)
            {
                Type("^J");
                wanted.Append(line).Append("^J");
                line.Clear();
            }
            else
            {
                while (Read(random.Next(1, 6)) is { } piece)
                {
                    read.Append(piece);
                }
            }
        }
        Assert.That(wanted.ToString(), Does.StartWith(read.ToString()), $"seed {seed}");
        while (Read(100) is { } rest)
        {
            read.Append(rest);
        }
        Assert.That(read.ToString(), Is.EqualTo(wanted.ToString()), $"seed {seed}");
    }

    private string Shown => Encoding.UTF8.GetString([.. _shown.ToString().Select(c => (byte)c)])
        .Aggregate(new StringBuilder(), Append).ToString();

    /// <summary>Types, and returns the last signal.</summary>
    private int Type(string typed, int column = 0)
    {
        EchoBuffer echo = default;
        int signal = 0;
        for (int i = 0; i < typed.Length; i++)
        {
            string key = typed[i] == '^' ? ((char)(typed[++i] ^ 0x40)).ToString() : typed[i].ToString();
            foreach (byte value in Encoding.UTF8.GetBytes(key))
            {
                signal = _discipline.Accept(value, column, ref echo);
                for (int k = 0; k < echo.Count; k++)
                {
                    _shown.Append((char)echo.Bytes[k]);
                }
                echo.Clear();
            }
        }
        return signal;
    }

    private string? Read(int count = 64)
    {
        if (!_discipline.CanRead(1))
        {
            return null;
        }
        byte[] bytes = new byte[count];
        fixed (byte* buffer = bytes)
        {
            int taken = _discipline.Take(buffer, count);
            return Encoding.UTF8.GetString(bytes, 0, taken).Aggregate(new StringBuilder(), Append).ToString();
        }
    }

    private string Processed(string text)
    {
        StringBuilder output = new();
        for (int i = 0; i < text.Length; i++)
        {
            byte value = (byte)(text[i] == '^' ? text[++i] ^ 0x40 : text[i]);
            value = _discipline.Process(value, out bool needsReturn);
            output.Append(needsReturn ? "\r" : "").Append((char)value);
        }
        return output.ToString().Aggregate(new StringBuilder(), Append).ToString();
    }

    private void Set(TerminalLocalModes local, TerminalInputModes input = TerminalInputModes.Utf8)
    {
        TerminalSettings settings = _discipline.Settings;
        settings.Local = local;
        settings.Input = input;
        _discipline.Change(settings);
    }

    private static StringBuilder Append(StringBuilder text, char character)
        => character is < ' ' or '\x7F' ? text.Append('^').Append((char)(character ^ 0x40)) : text.Append(character);
}
