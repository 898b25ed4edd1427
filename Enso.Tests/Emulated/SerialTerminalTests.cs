namespace Enso.Tests.Emulated;

/// <summary>A serial line with a terminal at its other end, which the tests play: it answers, so it is the one that
/// counts.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class SerialTerminalTests
{
    private const string SizeQuestion = "\e7\e[999;999H\e[6n\e8";
    private const string PlaceQuestion = "\e[6n";

    [Test]
    public async Task A_serial_terminal_that_answers_says_size_and_place_until_the_keyboard_is_used()
    {
        await using ConsoleDialogue dialogue = await ConsoleDialogue.BootAsync();
        await dialogue.CommandAsync("place");
        await dialogue.ExpectAsync(SizeQuestion);
        await dialogue.TypeAsync("\e[40;132R");
        await dialogue.ExpectAsync(PlaceQuestion);
        await dialogue.TypeAsync("\e[9;31R");
        await dialogue.ExpectAsync("[at 30,8 of 132x40 132]");

        // Somebody sits down in front of the screen.
        await dialogue.ExpectAsync("[ready]");
        await dialogue.Machine.TypeOnKeyboardAsync("place\n");
        await dialogue.ExpectAsync("[at 24,5 of 80x25 80]");
    }

    [Test]
    public async Task What_is_typed_while_the_answer_is_awaited_is_not_lost()
    {
        await using ConsoleDialogue dialogue = await ConsoleDialogue.BootAsync();
        await dialogue.CommandAsync("place");
        await dialogue.ExpectAsync(SizeQuestion);
        await dialogue.TypeAsync("li\e[40;132Rn");
        await dialogue.ExpectAsync(PlaceQuestion);
        await dialogue.TypeAsync("e\e[9;31R");
        await dialogue.ExpectAsync("[at 30,8 of 132x40 132]");
        await dialogue.TypeAsync("\rhello\r");
        await dialogue.ExpectAsync("[line 'hello']");
    }

    [Test]
    public async Task A_serial_terminal_that_answers_no_more_gives_way_to_the_screen()
    {
        await using ConsoleDialogue dialogue = await ConsoleDialogue.BootAsync();
        await dialogue.CommandAsync("place");
        await dialogue.ExpectAsync(SizeQuestion);
        await dialogue.TypeAsync("\e[40;132R");
        await dialogue.ExpectAsync(PlaceQuestion);
        await dialogue.ExpectAsync("[at 24,5 of ");
        await dialogue.CommandAsync("place");
        await dialogue.ExpectAsync("[at 24,5 of 80x25 80]");
    }

    [Test]
    public async Task Ctrl_C_ends_a_program_that_does_not_listen()
    {
        await using ConsoleDialogue dialogue = await ConsoleDialogue.BootAsync();
        await dialogue.CommandAsync("wait");
        await dialogue.ExpectAsync("[waiting]");
        await dialogue.TypeAsync("\u0003");
        await dialogue.ExpectAsync("\e]133;D;130\a");
    }
}
