using System.Text.RegularExpressions;

namespace Enso.Tests.Emulated;

/// <summary><see cref="System.Console"/> inside the booted kernel, typed into over the serial line and on the keyboard.
/// Nobody at the serial line answers questions, so the screen is the terminal that counts.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ConsoleTests
{
    private ConsoleDialogue _dialogue = null!;

    [OneTimeSetUp]
    public async Task Boot() => _dialogue = await ConsoleDialogue.BootAsync();

    [OneTimeTearDown]
    public async Task PowerOff() => await _dialogue.DisposeAsync();

    [TestCase("hello^M", "'hello'")]
    [TestCase("^M", "''")]
    [TestCase("größe 猫^M", "'größe 猫'")]
    [TestCase("abc^?^?d^M", "'ad'")]
    [TestCase("^?^?x^M", "'x'")]
    [TestCase("^D", "none")]
    [TestCase("a^[[Ab^M", "'ab'")]
    public async Task ReadLine_returns_the_line_that_was_typed_and_edited(string typed, string line)
    {
        await _dialogue.CommandAsync("line");
        await _dialogue.ExpectAsync("line? ");
        await _dialogue.TypeAsync(Typed(typed));
        await _dialogue.ExpectAsync($"[line {line}]");
    }

    [Test]
    public async Task ReadLine_shows_what_is_typed_and_takes_back_what_is_erased()
    {
        await _dialogue.CommandAsync("line");
        await _dialogue.ExpectAsync("line? ");
        await _dialogue.TypeAsync("ab");
        await _dialogue.ExpectAsync("ab");
        await _dialogue.TypeAsync("\u007f");
        await _dialogue.ExpectAsync("\b \b");
        await _dialogue.TypeAsync("\r");
        await _dialogue.ExpectAsync("[line 'a']");
    }

    [TestCase("a", "None A 61")]
    [TestCase("A", "Shift A 41")]
    [TestCase("7", "None D7 37")]
    [TestCase("é", "None None E9")]
    [TestCase("^M", "None Enter 0D")]
    [TestCase("^I", "None Tab 09")]
    [TestCase(" ", "None Spacebar 20")]
    [TestCase("^?", "None Backspace 7F")]
    [TestCase("^[", "None Escape 1B")]
    [TestCase("^A", "Control A 01")]
    [TestCase("^[x", "Alt X 78")]
    [TestCase("^[[A", "None UpArrow 00")]
    [TestCase("^[[B", "None DownArrow 00")]
    [TestCase("^[[C", "None RightArrow 00")]
    [TestCase("^[[D", "None LeftArrow 00")]
    [TestCase("^[OA", "None UpArrow 00")]
    [TestCase("^[[H", "None Home 00")]
    [TestCase("^[[F", "None End 00")]
    [TestCase("^[[2~", "None Insert 00")]
    [TestCase("^[[3~", "None Delete 00")]
    [TestCase("^[[5~", "None PageUp 00")]
    [TestCase("^[[6~", "None PageDown 00")]
    [TestCase("^[[Z", "Shift Tab 00")]
    [TestCase("^[OP", "None F1 00")]
    [TestCase("^[OS", "None F4 00")]
    [TestCase("^[[15~", "None F5 00")]
    [TestCase("^[[24~", "None F12 00")]
    [TestCase("^[[1;5D", "Control LeftArrow 00")]
    [TestCase("^[[1;2A", "Shift UpArrow 00")]
    [TestCase("^[[1;3C", "Alt RightArrow 00")]
    [TestCase("^[[1;8B", "Alt, Shift, Control DownArrow 00")]
    [TestCase("^[[3;5~", "Control Delete 00")]
    [TestCase("^[[1;2R", "Shift F3 00")]
    public async Task ReadKey_knows_what_serial_terminals_send(string typed, string key)
    {
        await _dialogue.CommandAsync("keys 1");
        await _dialogue.ExpectAsync("[reading]");
        await _dialogue.TypeAsync(Typed(typed));
        await _dialogue.ExpectAsync($"[{key}]");
    }

    [TestCase("None A 61", "a")]
    [TestCase("Control A 01", "ctrl", "a")]
    [TestCase("None Enter 0D", "ret")]
    [TestCase("None Backspace 7F", "backspace")]
    [TestCase("None UpArrow 00", "up")]
    [TestCase("Control LeftArrow 00", "ctrl", "left")]
    [TestCase("Shift End 00", "shift", "end")]
    [TestCase("None F1 00", "f1")]
    [TestCase("None F10 00", "f10")]
    [TestCase("Alt, Shift F12 00", "alt", "shift", "f12")]
    [TestCase("Shift Tab 00", "shift", "tab")]
    public async Task ReadKey_knows_the_keys_of_the_keyboard(string key, params string[] chord)
    {
        await _dialogue.CommandAsync("keys 1");
        await _dialogue.ExpectAsync("[reading]");
        await _dialogue.Machine.SendKeysAsync(chord);
        await _dialogue.ExpectAsync($"[{key}]");
    }

    [Test]
    public async Task Keys_that_were_typed_early_are_read_later()
    {
        await _dialogue.CommandAsync("keys 4");
        await _dialogue.ExpectAsync("[reading]");
        await _dialogue.TypeAsync("x\e[A\e[15~y");
        await _dialogue.ExpectAsync("[None X 78]\r\n[None UpArrow 00]\r\n[None F5 00]\r\n[None Y 79]");
    }

    [Test]
    public async Task Read_returns_the_characters_of_a_line_and_its_end()
    {
        await _dialogue.CommandAsync("characters 4");
        await _dialogue.ExpectAsync("[reading]");
        await _dialogue.TypeAsync("aé!\r");
        await _dialogue.ExpectAsync("[characters 97 233 33 13]");
    }

    [Test]
    public async Task The_input_stream_gives_a_line_as_bytes()
    {
        await _dialogue.CommandAsync("stream");
        await _dialogue.ExpectAsync("[reading]");
        await _dialogue.TypeAsync("aé\r");
        await _dialogue.ExpectAsync("[stream 61C3A90A]");
    }

    [Test]
    public async Task KeyAvailable_says_whether_a_key_waits()
    {
        await _dialogue.CommandAsync("available");
        await _dialogue.ExpectAsync("[available False]");
        await _dialogue.TypeAsync("k");
        await _dialogue.ExpectAsync("[available True k False]");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Ctrl_C_raises_CancelKeyPress_while_nobody_reads(bool isOnKeyboard)
    {
        await _dialogue.CommandAsync("interrupt");
        await _dialogue.ExpectAsync("[waiting]");
        await (isOnKeyboard ? _dialogue.Machine.SendKeysAsync("ctrl", "c") : _dialogue.TypeAsync("\u0003"));
        await _dialogue.ExpectAsync("[ControlC]");
    }

    [Test]
    public async Task Ctrl_backslash_raises_CancelKeyPress_too()
    {
        await _dialogue.CommandAsync("interrupt");
        await _dialogue.ExpectAsync("[waiting]");
        await _dialogue.TypeAsync("\u001c");
        await _dialogue.ExpectAsync("[ControlBreak]");
    }

    [Test]
    public async Task Ctrl_C_is_a_key_when_the_program_wants_it_so()
    {
        await _dialogue.CommandAsync("control-c");
        await _dialogue.ExpectAsync("[reading]");
        await _dialogue.TypeAsync("\u0003");
        await _dialogue.ExpectAsync("[Control C 03]");
    }

    [Test]
    public async Task The_kernel_edits_and_echoes_lines_for_a_program_that_just_reads()
    {
        await _dialogue.CommandAsync("lines 4");
        await _dialogue.ExpectAsync("[reading]\r\n");
        await _dialogue.TypeAsync("one twö\u007f\u007f\u0017three\r");
        Assert.That(await _dialogue.ExpectAsync("[one three\\n]"), Is.EqualTo(
            "one twö" + "\b \b\b \b" + "\b \b" + "three\r\n"));
        await _dialogue.TypeAsync("forgotten\u0015kept\u0004");
        await _dialogue.ExpectAsync("[kept]");
        await _dialogue.TypeAsync("\u0016\u0003x\n");
        Assert.That(await _dialogue.ExpectAsync("[\u0003x\\n]"), Does.Contain("^\b^Cx\r\n"));
        await _dialogue.TypeAsync("\u0004");
        await _dialogue.ExpectAsync("[]");
    }

    [Test]
    public async Task Output_waits_from_Ctrl_S_to_Ctrl_Q()
    {
        await _dialogue.CommandAsync("lines 2");
        await _dialogue.ExpectAsync("[reading]\r\n");
        await _dialogue.TypeAsync("a\r\u0013");
        // The echo is not held back, so it shows that the stop was seen; the answer to the line came before or waits.
        await _dialogue.TypeAsync("b\u0011\r");
        await _dialogue.ExpectAsync("[a\\n]");
        await _dialogue.ExpectAsync("[b\\n]");
    }

    [Test]
    public async Task Colours_cursor_title_and_bell_are_the_sequences_that_terminals_know()
    {
        await _dialogue.CommandAsync("colours");
        string output = await _dialogue.ExpectAsync("plain");
        Assert.That(output, Does.Contain("\e[39;49m\e[91mred"));
        Assert.That(output, Does.Contain("\e[39;49m\e[91m\e[44mon blue"));
        Assert.That(output, Does.Contain("on blue\e[39;49m\e[?25l\e[?25h\e]0;Dialogue\a\a"));
    }

    [Test]
    public async Task The_screen_says_where_the_cursor_is_and_how_large_it_is()
    {
        await _dialogue.CommandAsync("place");
        await _dialogue.ExpectAsync("\e[H\e[2J\e[3J\e[6;21Hfünf");
        await _dialogue.ExpectAsync("[at 24,5 of 80x25 80]");
    }

    [Test]
    public async Task Ctrl_C_ends_a_running_command_of_the_shell_and_forgets_a_line_that_is_typed()
    {
        await _dialogue.CommandAsync("shell");
        await _dialogue.ExpectAsync("enso>");
        await _dialogue.TypeAsync("wait; wait\r");
        await _dialogue.ExpectAsync("[running]");
        await _dialogue.TypeAsync("\u0003");
        await _dialogue.ExpectAsync("\e]133;D;130");
        await _dialogue.ExpectAsync("enso>");
        await _dialogue.TypeAsync("wait\u0003");
        await _dialogue.ExpectAsync("^C");
        await _dialogue.TypeAsync("exit\r");
        await _dialogue.ExpectAsync("\e]133;D;0");
    }

    /// <summary>Control characters are written <c>^X</c> in the cases: the reports of test runs cannot hold them.
    /// </summary>
    private static string Typed(string text)
        => Regex.Replace(text, @"\^(.)", match => ((char)(match.Groups[1].Value[0] ^ 0x40)).ToString());
}
