using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class BenchmarkOutputTests
{
    [Test]
    public void Marked_lines_are_read_among_others()
    {
        BenchmarkOutput output = BenchmarkOutput.Parse(
            "[    0.1] a kernel's line\r\n"
            + "@bench system os Linux 6.1 of Debian\r\n"
            + "@bench result yield 1 12.5\r\n"
            + "@benchmark is another word\r\n"
            + "@bench result late 1 -3.0\r\n"
            + "@bench result yield 2 13\r\n"
            + "@bench end\r\n"
            + "@bench status 0\r\n"
            + "the last words");

        Assert.Multiple(() =>
        {
            Assert.That(output.System["os"], Is.EqualTo("Linux 6.1 of Debian"));
            Assert.That(output.Values("yield"), Is.EqualTo(new[] { 12.5, 13 }));
            Assert.That(output.Values("late"), Is.EqualTo(new[] { -3.0 }));
            Assert.That(output.Names, Is.EquivalentTo(new[] { "yield", "late" }));
            Assert.That(output.IsComplete, Is.True);
            Assert.That(output.Status, Is.Zero);
        });
    }

    [Test]
    public void An_output_that_says_nothing_is_not_complete()
    {
        BenchmarkOutput output = BenchmarkOutput.Parse("nothing to see");

        Assert.That((output.IsComplete, output.Status, output.Values("yield").Count), Is.EqualTo((false, (int?)null, 0)));
    }

    [TestCase("@bench")]
    [TestCase("@bench resolt yield 1 12.5")]
    [TestCase("@bench result yield 1")]
    [TestCase("@bench result yield 1 12.5 ns")]
    [TestCase("@bench result  1 12.5")]
    [TestCase("@bench result yield one 12.5")]
    [TestCase("@bench result yield 2 12.5")]
    [TestCase("@bench result yield 1 12,5")]
    [TestCase("@bench result yield 1 NaN")]
    [TestCase("@bench result yield 1 1e9")]
    [TestCase("@bench system os")]
    [TestCase("@bench status ok")]
    [TestCase("@bench status -1")]
    [TestCase("@bench end now")]
    [TestCase("@bench error /proc: Device or resource busy")]
    public void A_bad_line_is_named_with_its_number(string line)
    {
        FormatException? error = Assert.Throws<FormatException>(
            () => BenchmarkOutput.Parse($"a line\r\n@bench result other 1 5.0\r\n{line}\r\n"));

        Assert.That(error!.Message, Does.Contain("line 3").And.Contain($"'{line}'"));
    }

    [Test]
    public void A_round_that_is_missing_is_named()
    {
        FormatException? error = Assert.Throws<FormatException>(
            () => BenchmarkOutput.Parse("@bench result yield 1 5.0\n@bench result yield 3 5.0"));

        Assert.That(error!.Message, Does.Contain("line 2").And.Contain("round '3' where round 2 is next"));
    }
}
