using Enso.Kernel.Reactors;

namespace Enso.Tests.Boot;

/// <summary>What the kernel's command line says of the reactors.</summary>
[TestFixture]
public sealed class ReactorBootOptionsTests
{
    private readonly List<string> _complaints = [];

    [SetUp]
    public void Forget() => _complaints.Clear();

    [Test]
    public void Nothing_said_means_round_robin_and_no_core_kept_for_anything()
    {
        ReactorBootOptions options = Read(4);

        Assert.That(options, Is.EqualTo(new ReactorBootOptions { Discipline = "round-robin" }));
        Assert.That(_complaints, Is.Empty);
    }

    [Test]
    public void What_is_said_is_taken()
    {
        ReactorBootOptions options = Read(4, ("discipline", "lottery"), ("timer-core", "3"), ("interrupt-core", "0"));

        Assert.That(options, Is.EqualTo(
            new ReactorBootOptions { Discipline = "lottery", TimerCore = 3, InterruptCore = 0 }));
        Assert.That(_complaints, Is.Empty);
    }

    [Test]
    public void Every_discipline_that_is_named_is_one()
    {
        Assert.That(ReactorBootOptions.Disciplines, Has.Count.EqualTo(7).And.Unique);
        foreach (string discipline in ReactorBootOptions.Disciplines)
        {
            Assert.That(Read(1, ("discipline", discipline)).Discipline, Is.EqualTo(discipline));
        }

        Assert.That(_complaints, Is.Empty);
    }

    [TestCase("discipline", "foo", 4, "discipline=foo: the disciplines are round-robin, priority, ageing, deadline, "
        + "fair-share, deficit, lottery")]
    [TestCase("discipline", "", 4, "discipline=: the disciplines are round-robin, ")]
    [TestCase("discipline", "Lottery", 4, "discipline=Lottery: the disciplines are round-robin, ")]
    [TestCase("timer-core", "4", 4, "timer-core=4: the cores are 0 to 3")]
    [TestCase("timer-core", "-1", 4, "timer-core=-1: the cores are 0 to 3")]
    [TestCase("timer-core", "", 4, "timer-core=: the cores are 0 to 3")]
    [TestCase("timer-core", "1", 1, "timer-core=1: the cores are 0")]
    [TestCase("interrupt-core", "x", 2, "interrupt-core=x: the cores are 0 to 1")]
    [TestCase("interrupt-core", "99999999999", 2, "interrupt-core=99999999999: the cores are 0 to 1")]
    [TestCase("interrupt-core", "0", 1, "interrupt-core: the only core has to do everything")]
    public void What_cannot_be_used_is_named_with_what_can_and_done_without(
        string option, string value, int cores, string complaint)
    {
        ReactorBootOptions options = Read(cores, (option, value));

        Assert.That(options, Is.EqualTo(new ReactorBootOptions()));
        Assert.That(_complaints, Has.Count.EqualTo(1));
        Assert.That(_complaints[0], Does.StartWith(complaint));
    }

    private ReactorBootOptions Read(int cores, params (string Name, string Value)[] line) => ReactorBootOptions.Read(
        name => Array.Find(line, option => option.Name == name).Value, cores, _complaints.Add);
}
