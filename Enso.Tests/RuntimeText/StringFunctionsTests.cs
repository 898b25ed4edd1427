using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>Measuring, comparing, copying and joining.</summary>
[TestFixture]
internal sealed unsafe class StringFunctionsTests
{
    private const int Rounds = 2000;

    [TestCase("")]
    [TestCase("a")]
    [TestCase("a longer string")]
    public void LengthCountsTheBytesBeforeTheTerminator(string value)
    {
        using NativeText text = new(value);
        Assert.Multiple(() =>
        {
            Assert.That(StringFunctions.Length(text.Pointer), Is.EqualTo(value.Length));
            Assert.That(StringFunctions.BoundedLength(text.Pointer, 100), Is.EqualTo(value.Length));
            int atMostOne = Math.Min(1, value.Length);
            Assert.That(StringFunctions.BoundedLength(text.Pointer, 1), Is.EqualTo(atMostOne));
            Assert.That(StringFunctions.BoundedLength(text.Pointer, 0), Is.Zero);
        });
    }

    [Test]
    public void ComparisonsOrderByUnsignedBytes()
    {
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            string a = RandomText(random, "aAbBzZ[@\u00FF", 5);
            string b = random.Next(4) == 0 ? a : RandomText(random, "aAbBzZ[@\u00FF", 5);
            int limit = random.Next(7);
            using NativeText left = new(a);
            using NativeText right = new(b);
            string cutA = a[..Math.Min(limit, a.Length)];
            string cutB = b[..Math.Min(limit, b.Length)];
            int[] actual =
            [
                StringFunctions.Compare(left.Pointer, right.Pointer),
                StringFunctions.CompareBounded(left.Pointer, right.Pointer, (ulong)limit),
                StringFunctions.CompareIgnoringCase(left.Pointer, right.Pointer),
                StringFunctions.CompareBoundedIgnoringCase(left.Pointer, right.Pointer, (ulong)limit),
            ];
            int[] expected =
            [
                string.CompareOrdinal(a, b),
                string.CompareOrdinal(cutA, cutB),
                string.CompareOrdinal(Lower(a), Lower(b)),
                string.CompareOrdinal(Lower(cutA), Lower(cutB)),
            ];
            int[] signs = [.. expected.Select(Math.Sign)];
            Assert.That(actual.Select(Math.Sign), Is.EqualTo(signs), $"'{a}' '{b}' {limit}");
        }
    }

    [Test]
    public void CopiesAndAppendsGiveTheJoinedTextAndReturnTheDestination()
    {
        using NativeText first = new("first");
        using NativeText second = new(" second");
        using NativeText destination = new(13);
        Assert.That(StringFunctions.Copy(destination.Pointer, first.Pointer) == destination.Pointer);
        Assert.That(StringFunctions.Append(destination.Pointer, second.Pointer) == destination.Pointer);
        Assert.That(destination.ToString(), Is.EqualTo("first second"));
        Assert.That(destination.IsIntact);
    }

    [Test]
    public void BoundedCopyFillsWithZerosOrLeavesNoTerminator()
    {
        using NativeText source = new("abc");
        using NativeText destination = new(6);
        StringFunctions.CopyBounded(destination.Pointer, source.Pointer, 5);
        Assert.That(
            new Span<byte>(destination.Pointer, 6).ToArray(),
            Is.EqualTo(new byte[] { (byte)'a', (byte)'b', (byte)'c', 0, 0, NativeText.Junk }));
        StringFunctions.CopyBounded(destination.Pointer, source.Pointer + 1, 1);
        Assert.That(destination.ToString(), Is.EqualTo("bbc"));
    }

    [TestCase(0ul, "ab")]
    [TestCase(2ul, "abcd")]
    [TestCase(9ul, "abcde")]
    public void BoundedAppendAlwaysTerminates(ulong count, string expected)
    {
        using NativeText destination = new(8);
        using NativeText start = new("ab");
        using NativeText more = new("cde");
        StringFunctions.Copy(destination.Pointer, start.Pointer);
        Assert.That(
            StringFunctions.AppendBounded(destination.Pointer, more.Pointer, count) == destination.Pointer);
        Assert.That(destination.ToString(), Is.EqualTo(expected));
    }

    private static string Lower(string text)
        => string.Concat(text.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c));

    private static string RandomText(Random random, string alphabet, int most)
        => new(random.GetItems(alphabet.AsSpan(), random.Next(most + 1)));
}
