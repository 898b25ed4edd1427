using System.Text;
using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class KeyReaderTests
{
    [TestCase("\e[A", Key.Up, KeyModifiers.None)]
    [TestCase("\eOA", Key.Up, KeyModifiers.None)]
    [TestCase("\e[B", Key.Down, KeyModifiers.None)]
    [TestCase("\e[C", Key.Right, KeyModifiers.None)]
    [TestCase("\e[D", Key.Left, KeyModifiers.None)]
    [TestCase("\e[H", Key.Home, KeyModifiers.None)]
    [TestCase("\eOH", Key.Home, KeyModifiers.None)]
    [TestCase("\e[1~", Key.Home, KeyModifiers.None)]
    [TestCase("\e[7~", Key.Home, KeyModifiers.None)]
    [TestCase("\e[F", Key.End, KeyModifiers.None)]
    [TestCase("\eOF", Key.End, KeyModifiers.None)]
    [TestCase("\e[4~", Key.End, KeyModifiers.None)]
    [TestCase("\e[3~", Key.Delete, KeyModifiers.None)]
    [TestCase("\e[3;5~", Key.Delete, KeyModifiers.Control)]
    [TestCase("\e[5~", Key.PageUp, KeyModifiers.None)]
    [TestCase("\e[6~", Key.PageDown, KeyModifiers.None)]
    [TestCase("\e[1;5C", Key.Right, KeyModifiers.Control)]
    [TestCase("\e[1;5D", Key.Left, KeyModifiers.Control)]
    [TestCase("\e[1;3D", Key.Left, KeyModifiers.Alt)]
    [TestCase("\e[1;8A", Key.Up, KeyModifiers.Shift | KeyModifiers.Alt | KeyModifiers.Control)]
    [TestCase("\e[Z", Key.Tab, KeyModifiers.Shift)]
    [TestCase("\t", Key.Tab, KeyModifiers.None)]
    [TestCase("\r", Key.Enter, KeyModifiers.None)]
    [TestCase("\n", Key.Enter, KeyModifiers.None)]
    [TestCase("\u007f", Key.Backspace, KeyModifiers.None)]
    [TestCase("\b", Key.Backspace, KeyModifiers.None)]
    [TestCase("\e\u007f", Key.Backspace, KeyModifiers.Alt)]
    [TestCase("\e[[A", Key.Unknown, KeyModifiers.None)]
    [TestCase("\e[200~", Key.Unknown, KeyModifiers.None)]
    public void A_sequence_is_its_key(string typed, Key key, KeyModifiers modifiers) =>
        Assert.That(KeysOf(typed), Is.EqualTo(new[] { new KeyPress(key, modifiers) }));

    [TestCase("\u0001", 'a', KeyModifiers.Control)]
    [TestCase("\u001a", 'z', KeyModifiers.Control)]
    [TestCase("\u0000", ' ', KeyModifiers.Control)]
    [TestCase("\u001f", '_', KeyModifiers.Control)]
    [TestCase("\eb", 'b', KeyModifiers.Alt)]
    [TestCase("\ed", 'd', KeyModifiers.Alt)]
    [TestCase("q", 'q', KeyModifiers.None)]
    public void A_character_comes_with_its_modifiers(string typed, char character, KeyModifiers modifiers)
    {
        var expected = new KeyPress(Key.Character, new Rune(character), modifiers);
        Assert.That(KeysOf(typed), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void A_lone_escape_is_a_key_without_waiting_for_another()
    {
        var terminal = new ScriptedTerminal("\e", "x");
        var reader = new KeyReader(terminal);
        Assert.That(reader.TryRead(out KeyPress key), Is.True);
        Assert.That(key, Is.EqualTo(new KeyPress(Key.Escape)));
        Assert.That(terminal.Frames, Has.Count.EqualTo(1), "one read");
        Assert.That(reader.TryRead(out key), Is.True);
        Assert.That(key, Is.EqualTo(Character('x')));
    }

    [Test]
    public void A_sequence_that_arrives_byte_by_byte_is_still_one() =>
        Assert.That(
            KeysOf("\e", "[", "1", ";", "5", "C", "x"),
            Is.EqualTo(new[]
            {
                new KeyPress(Key.Escape), new KeyPress(Key.Right, KeyModifiers.Control), Character('x'),
            }));

    [Test]
    public void A_character_that_arrives_byte_by_byte_is_one_character()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("日");
        byte[][] chunks = [.. bytes.Select(value => new[] { value })];
        Assert.That(KeysOf(chunks), Is.EqualTo(new[] { Character('日') }));
    }

    [Test]
    public void Malformed_utf8_is_a_replacement_and_keeps_what_follows()
    {
        Assert.That(KeysOf([[0xE6, (byte)'a', 0xFF, (byte)'b']]), Is.EqualTo(new[]
        {
            Character('\uFFFD'), Character('a'), Character('\uFFFD'), Character('b'),
        }));
    }

    [Test]
    public void Carriage_return_and_line_feed_are_one_enter()
    {
        KeyPress enter = new(Key.Enter);
        Assert.That(KeysOf("a\r\n", "\r", "\n", "\n\n"), Is.EqualTo(new[]
        {
            Character('a'), enter, enter, enter, enter,
        }));
    }

    [Test]
    public void A_control_key_inside_a_sequence_ends_it_and_counts() =>
        Assert.That(KeysOf("\e[1\u0003"), Is.EqualTo(new[]
        {
            new KeyPress(Key.Unknown), new KeyPress(Key.Character, new Rune('c'), KeyModifiers.Control),
        }));

    [Test]
    public void An_endless_sequence_neither_overflows_nor_recurses()
    {
        string[] parameters = [.. Enumerable.Repeat("1234567;", 20_000)];
        string[] starts = [.. Enumerable.Repeat("\e[\e[\e[", 50_000)];
        KeyPress[] keys = KeysOf(["\e[", .. parameters, "A", .. starts]);
        Assert.That(keys[0].Key, Is.EqualTo(Key.Up));
        Assert.That(keys.Skip(1).Select(key => key.Key), Is.All.EqualTo(Key.Unknown));
    }

    [Test]
    public void A_terminal_that_closes_inside_a_sequence_ends_the_input() =>
        Assert.That(KeysOf("\e[1;"), Is.Empty);

    private static KeyPress Character(char character) =>
        new(Key.Character, new Rune(character), KeyModifiers.None);

    private static KeyPress[] KeysOf(params string[] chunks) =>
        KeysOf([.. chunks.Select(Encoding.UTF8.GetBytes)]);

    private static KeyPress[] KeysOf(byte[][] chunks)
    {
        var reader = new KeyReader(new ByteTerminal(chunks));
        List<KeyPress> keys = [];
        while (reader.TryRead(out KeyPress key))
        {
            keys.Add(key);
        }

        return [.. keys];
    }

    private sealed class ByteTerminal(byte[][] chunks) : ITerminal
    {
        private int _next;

        public (int Columns, int Rows) Size => (80, 24);

        public int Read(Span<byte> buffer)
        {
            if (_next == chunks.Length)
            {
                return 0;
            }

            chunks[_next].CopyTo(buffer);
            return chunks[_next++].Length;
        }

        public void Write(ReadOnlySpan<byte> utf8)
        {
        }
    }
}
