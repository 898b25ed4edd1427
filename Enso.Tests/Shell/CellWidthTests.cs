using System.Text;
using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

[TestFixture]
internal sealed class CellWidthTests
{
    [TestCase("a", 1)]
    [TestCase("é", 1)]
    [TestCase("─", 1)]
    [TestCase("\u0301", 0)]
    [TestCase("\u200d", 0)]
    [TestCase("\u00ad", 1)]
    [TestCase("日", 2)]
    [TestCase("한", 2)]
    [TestCase("あ", 2)]
    [TestCase("！", 2)]
    [TestCase("ｱ", 1)]
    [TestCase("🙂", 2)]
    [TestCase("𠀀", 2)]
    public void A_character_takes_its_cells(string character, int cells) =>
        Assert.That(CellWidth.Of(Rune.GetRuneAt(character, 0)), Is.EqualTo(cells));

    [Test]
    public void Escape_sequences_take_no_cells() =>
        Assert.That(CellWidth.Of("\e]133;A\a\e[1;36m日\e[0m x\e]0;t\e\\\e7"), Is.EqualTo(4));
}
