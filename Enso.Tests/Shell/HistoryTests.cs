using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class HistoryTests
{
    [Test]
    public void A_line_entered_twice_in_a_row_is_kept_once()
    {
        History history = new();
        foreach (string line in new[] { "a", "a", "b", "a" })
        {
            history.Add(line);
        }

        Assert.That(history, Is.EqualTo(new[] { "a", "b", "a" }));
    }

    [TestCase("")]
    [TestCase("   ")]
    public void A_blank_line_is_not_kept(string line)
    {
        History history = new();
        history.Add(line);
        Assert.That(history, Is.Empty);
    }

    [Test]
    public void A_full_history_drops_its_oldest_lines_and_counts_them()
    {
        History history = new();
        for (int index = 0; index < History.Capacity + 3; index++)
        {
            history.Add($"line {index}");
        }

        Assert.That(history, Has.Count.EqualTo(History.Capacity));
        Assert.That(history[0], Is.EqualTo("line 3"));
        Assert.That(history.Dropped, Is.EqualTo(3));
    }
}
