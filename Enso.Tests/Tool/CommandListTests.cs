using Enso.Tool.Terminal;
using NUnit.Framework;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class CommandListTests
{
    [TestCase("cores", new[] { "cores" })]
    [TestCase("cores; memory ;poweroff", new[] { "cores", "memory", "poweroff" })]
    [TestCase(" ; ;cores;; ", new[] { "cores" })]
    [TestCase("echo 'a; b'; cores", new[] { "echo 'a; b'", "cores" })]
    [TestCase("echo \"a; 'b\"; cores", new[] { "echo \"a; 'b\"", "cores" })]
    [TestCase("echo 'say \"a;b'", new[] { "echo 'say \"a;b'" })]
    [TestCase("a\nb", new[] { "a", "b" })]
    [TestCase("", new string[0])]
    public void Semicolons_outside_quotes_separate_commands(string line, string[] expected) =>
        Assert.That(CommandList.Split(line), Is.EqualTo(expected));

    [TestCase("echo 'a")]
    [TestCase("echo \"a'")]
    public void An_unclosed_quote_is_refused(string line) =>
        Assert.That(() => CommandList.Split(line), Throws.TypeOf<FormatException>());

    [TestCase("poweroff", true)]
    [TestCase("reboot now", true)]
    [TestCase("poweroffs", false)]
    [TestCase("echo poweroff", false)]
    public void Only_poweroff_and_reboot_end_the_machine(string command, bool expected) =>
        Assert.That(CommandList.EndsMachine(command), Is.EqualTo(expected));
}
