using Enso.Benchmarks;
using Enso.Kernel.Benchmarks;
using Enso.Kernel.Shell;

namespace Enso.Tests.Shell;

[TestFixture]
public sealed class SuiteArgumentsTests
{
    [Test]
    public void Nothing_means_one_short_round_of_all_that_is_of_dotnet_on_the_first_two_cores()
    {
        SuiteArguments arguments = Read("");

        Assert.That(arguments.Cores, Is.Null);
        Assert.That(arguments.Options.Rounds, Is.EqualTo(1));
        Assert.That(arguments.Options.Divisor, Is.EqualTo(SuiteArguments.DefaultDivisor));
        Assert.That(arguments.Options.HasPeers, Is.False);
        Assert.That(arguments.Options.Words, Is.Empty);
    }

    [Test]
    public void Names_and_options_come_in_any_order()
    {
        SuiteArguments arguments = Read("--cores 2,0 spsc --rounds 3 link-vec --divide 1 spsc");

        Assert.That(arguments.Cores, Is.EqualTo([2, 0]));
        Assert.That(arguments.Options.Rounds, Is.EqualTo(3));
        Assert.That(arguments.Options.Divisor, Is.EqualTo(1));
        Assert.That(arguments.Options.Words, Is.EqualTo(["spsc", "link-vec"]));
    }

    [TestCase("spcs", "'spcs' is neither a way of passing messages nor a queue, nor an option; use spsc, ")]
    [TestCase("boost-queue", "'boost-queue' is neither")]
    [TestCase("mpsc link-vec", "'mpsc link-vec' chooses nothing")]
    [TestCase("--rounds", "--rounds takes a whole number from 1 to 1000")]
    [TestCase("--rounds 0", "--rounds takes")]
    [TestCase("--rounds 1001", "--rounds takes")]
    [TestCase("--divide x", "--divide takes a whole number from 1 to 10000")]
    [TestCase("--divide -1", "--divide takes")]
    [TestCase("--cores", "--cores takes two different cores")]
    [TestCase("--cores 1", "--cores takes")]
    [TestCase("--cores 1,1", "--cores takes")]
    [TestCase("--cores 0,1,2", "--cores takes")]
    public void What_is_wrong_is_said_with_what_is_valid(string words, string complaint)
    {
        CommandException? exception = Assert.Throws<CommandException>(() => Read(words));

        Assert.That(exception!.Message, Does.StartWith(complaint));
    }

    [Test]
    public void Each_benchmark_has_words_of_its_own()
    {
        SuiteArguments arguments = Read("timers spawn --divide 100", ReactorCatalog.Suite);

        Assert.That(arguments.Options.Words, Is.EqualTo(["timers", "spawn"]));
        Assert.That(
            arguments.Options.Figures.Select(figure => figure.Measure.Name).Distinct(),
            Is.EqualTo(["spawn", "timers"]));
        CommandException? exception = Assert.Throws<CommandException>(() => Read("spsc", ReactorCatalog.Suite));
        Assert.That(
            exception!.Message, Does.StartWith("'spsc' is nothing that can be measured, nor an option; use switch, "));
    }

    [Test]
    public void What_the_kernel_can_run_is_what_its_benchmarks_ask_for()
    {
        foreach (KernelSuite kernel in KernelSuite.All)
        {
            SuiteOptions options = new(kernel.Suite) { HasPeers = false };
            Assert.That(
                kernel.Loops(CancellationToken.None).Select(figure => figure.Name),
                Is.EquivalentTo(options.Of(kernel.Suite.OwnProgram).Select(figures => figures.Key)),
                kernel.Suite.Name);
        }
    }

    private static SuiteArguments Read(string words, Suite? suite = null) =>
        SuiteArguments.Read(suite ?? QueuesCatalog.Suite, words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
