using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class TableTests
{
    [Test]
    public void Text_is_aligned_to_the_left_and_numbers_to_the_right()
    {
        Table table = new("core", "state", "ticks", "load");
        table.Add("0", "idle", "12", "3%").Add("1", "running", "1,024", "-").Add("10", "日", "-7", "100%");
        Assert.That(table.ToString(), Is.EqualTo(
            "core  state    ticks  load\n" +
            "   0  idle        12    3%\n" +
            "   1  running  1,024     -\n" +
            "  10  日          -7  100%\n"));
    }

    [Test]
    public void Numbers_with_units_are_numbers_and_a_mixed_column_is_text()
    {
        Table table = new("size", "name");
        table.Add("4 KiB", "12").Add("128 MiB", "e1000");
        Assert.That(table.ToString(), Is.EqualTo("   size  name\n  4 KiB  12\n128 MiB  e1000\n"));
    }

    [Test]
    public void Colours_in_a_cell_take_no_room()
    {
        Table table = new("state", "name");
        table.Add("\e[32mup\e[0m", "a").Add("down", "b");
        Assert.That(table.ToString(), Is.EqualTo("state  name\n\e[32mup\e[0m     a\ndown   b\n"));
    }

    [Test]
    public void A_table_without_rows_is_its_header() =>
        Assert.That(new Table("a", "b").ToString(), Is.EqualTo("a  b\n"));

    [Test]
    public void A_row_of_the_wrong_length_is_refused() =>
        Assert.That(() => new Table("a", "b").Add("1"), Throws.ArgumentException);
}
