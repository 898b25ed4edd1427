using System.Text;
using Enso.Tool.Terminal;

namespace Enso.Tests.Tool;

/// <summary>The serial line of a program's image is taken apart byte by byte.</summary>
[TestFixture]
public sealed class ProgramOutputTests
{
    private const string Start = "\e]133;C\a";

    [Test]
    public void Output_stands_between_the_marks()
    {
        Parts parts = Take("SeaBIOS\r\nbooting\r\n" + Start + "hello\r\n\e]133;D;7\a");
        Assert.That(parts, Is.EqualTo(new Parts("SeaBIOS\nbooting\n", "hello\n", "", 7, false)));
    }

    [Test]
    public void Standard_error_is_kept_apart()
    {
        Parts parts = Take(Start + "a\e]5379;2\abad\r\n\e]5379;1\ab\e]133;D;0\a");
        Assert.That((parts.Output, parts.Error, parts.Status), Is.EqualTo(("ab", "bad\n", 0)));
    }

    [TestCase("a\r\nb", "a\nb")]
    [TestCase("a\r\r\nb", "a\r\nb")]
    [TestCase("a\rb\r", "a\rb\r")]
    [TestCase("\e[1mbold\e[0m\e", "\e[1mbold\e[0m\e")]
    [TestCase("\e]0;title\a\e]133;X\a", "\e]0;title\a\e]133;X\a")]
    [TestCase("\e]133;D;\a\e]133;D;1234\a", "\e]133;D;\a\e]133;D;1234\a")]
    [TestCase("\e\e]133\e]5379;x\a", "\e\e]133\e]5379;x\a")]
    public void One_carriage_return_goes_before_each_line_feed_and_nothing_else_changes(string line, string expected)
        => Assert.That(Take(Start + line + "\e]133;D;0\a"), Is.EqualTo(new Parts("", expected, "", 0, false)));

    [Test]
    public void An_end_mark_that_the_program_wrote_itself_is_output()
    {
        Parts parts = Take(Start + "x\e]133;D;3\ay\e]133;D;5\a");
        Assert.That((parts.Output, parts.Status), Is.EqualTo(("x\e]133;D;3\ay", 5)));
    }

    [Test]
    public void A_machine_that_ends_without_a_mark_leaves_no_status()
        => Assert.That(Take(Start + "x").Status, Is.Null);

    [TestCase("\e]5379;2\a\r\n*** PANIC: x\r\n*** kernel halted ***\r\n", true)]
    [TestCase("*** kernel halted ***\r\n", false)]
    [TestCase("\e]5379;2\asays *** kernel halted ***\r\n", false)]
    public void A_halted_kernel_says_so_as_a_message_on_a_line_of_its_own(string text, bool hasHalted)
        => Assert.That(Take(Start + text).HasHalted, Is.EqualTo(hasHalted));

    [Test]
    public void A_kernel_that_cannot_start_halts_before_the_program()
        => Assert.That(Take("Ensō cannot start\r\n*** kernel halted ***\r\n").HasHalted, Is.True);

    [Test]
    public void Bytes_that_are_no_text_come_through()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(n => (byte)n).Where(b => b != '\n')];
        using MemoryStream output = new();
        ProgramOutput program = new(output, Stream.Null);
        program.Feed(Encoding.Latin1.GetBytes(Start));
        program.Feed(bytes);
        program.Complete();
        Assert.That(output.ToArray(), Is.EqualTo(bytes));
    }

    private static Parts Take(string line)
    {
        // In pieces of every length: where one ends makes no difference.
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        Parts? first = null;
        for (int length = 1; length <= bytes.Length; length++)
        {
            using MemoryStream output = new();
            using MemoryStream error = new();
            ProgramOutput program = new(output, error);
            for (int at = 0; at < bytes.Length; at += length)
            {
                program.Feed(bytes.AsSpan(at, Math.Min(length, bytes.Length - at)));
            }

            program.Complete();
            Parts parts = new(program.Before, Text(output), Text(error), program.Status, program.HasHalted);
            Assert.That(parts, Is.EqualTo(first ?? parts));
            first = parts;
        }

        return first!;
    }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    private sealed record Parts(string Before, string Output, string Error, int? Status, bool HasHalted);
}
