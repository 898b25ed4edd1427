using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class CommandLineTests
{
    [TestCase("", "")]
    [TestCase("   ", "")]
    [TestCase("# nothing", "")]
    [TestCase("echo a  b", "echo|a|b")]
    [TestCase("a;b ; c", "a / b / c")]
    [TestCase("a;;b;", "a / b")]
    [TestCase("echo 'a  b' \"c;d\"", "echo|a  b|c;d")]
    [TestCase("echo a'b'\"c\"d", "echo|abcd")]
    [TestCase("echo '' \"\"", "echo||")]
    [TestCase("echo a\\ b \\; \\# \\'", "echo|a b|;|#|'")]
    [TestCase("echo \"a\\\"b\\\\c\\n\"", "echo|a\"b\\c\\n")]
    [TestCase("echo 'a\\b'", "echo|a\\b")]
    [TestCase("echo a # b; c", "echo|a")]
    [TestCase("echo a#b '#c'", "echo|a#b|#c")]
    [TestCase("a;# b", "a")]
    [TestCase("écho 日本", "écho|日本")]
    public void A_line_is_its_commands_and_their_words(string line, string expected) =>
        Assert.That(Shown(CommandLine.Parse(line)), Is.EqualTo(expected));

    [TestCase("echo 'abc", 6, "column 6: unterminated single quote")]
    [TestCase("echo a\"bc; d", 7, "column 7: unterminated double quote")]
    [TestCase("日本 'x", 4, "column 4: unterminated single quote")]
    [TestCase("echo \"a\\\"", 6, "column 6: unterminated double quote")]
    [TestCase("echo \\", 6, "column 6: the line ends with a backslash")]
    public void A_mistake_names_its_column(string line, int column, string message)
    {
        CommandLineException? problem = Assert.Throws<CommandLineException>(() => CommandLine.Parse(line));
        Assert.That(problem!.Column, Is.EqualTo(column));
        Assert.That(problem.Message, Is.EqualTo(message));
    }

    [TestCase("plain")]
    [TestCase("two words")]
    [TestCase("#'\"\\;# ")]
    [TestCase("a#b")]
    public void A_quoted_word_is_read_back_as_it_was(string word) =>
        Assert.That(Shown(CommandLine.Parse("x " + CommandLine.Quote(word))), Is.EqualTo("x|" + word));

    private static string Shown(IReadOnlyList<ParsedCommand> commands) =>
        string.Join(" / ", commands.Select(
            command => string.Join('|', command.Arguments.Prepend(command.Name))));
}
