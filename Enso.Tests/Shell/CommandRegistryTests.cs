using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class CommandRegistryTests
{
    private static readonly string[] s_names = ["cores", "memory", "threads", "poweroff", "ls"];
    private readonly CommandRegistry _registry =
        TestCommand.Registry([.. s_names.Select(name => new TestCommand(name))]);

    [Test]
    public void Commands_keep_the_order_that_they_were_added_in() =>
        Assert.That(_registry.Select(command => command.Name), Is.EqualTo(s_names));

    [Test]
    public void A_command_is_found_by_its_whole_name_only()
    {
        Assert.That(_registry.Find("cores")?.Name, Is.EqualTo("cores"));
        Assert.That(_registry.Find("core"), Is.Null);
        Assert.That(_registry.Find("Cores"), Is.Null);
    }

    [TestCase("cors", "cores", Description = "a letter is missing")]
    [TestCase("ccores", "cores", Description = "a letter too many")]
    [TestCase("coers", "cores", Description = "two letters swapped")]
    [TestCase("cares", "cores", Description = "a wrong letter")]
    [TestCase("MEMORY", "memory", Description = "the wrong case")]
    [TestCase("threds", "threads")]
    [TestCase("powerof", "poweroff")]
    [TestCase("sl", "ls")]
    public void The_nearest_name_is_suggested(string typed, string expected) =>
        Assert.That(_registry.Suggest(typed), Is.EqualTo(expected));

    [TestCase("xyzzy")]
    [TestCase("")]
    [TestCase("rm")]
    public void Nothing_is_suggested_when_nothing_is_near(string typed) =>
        Assert.That(_registry.Suggest(typed), Is.Null);

    [TestCase("cores", Description = "taken")]
    [TestCase("")]
    [TestCase("two words")]
    public void A_name_that_is_taken_or_not_a_word_is_refused(string name) =>
        Assert.That(() => TestCommand.Registry(new TestCommand("cores"), new TestCommand(name)),
            Throws.ArgumentException);
}
