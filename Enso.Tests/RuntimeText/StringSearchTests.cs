using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>Searching strings and memory.</summary>
[TestFixture]
internal sealed unsafe class StringSearchTests
{
    private const int Rounds = 5000;

    [TestCase("hello", 'l', 2, 3)]
    [TestCase("hello", 'h', 0, 0)]
    [TestCase("hello", '\0', 5, 5)]
    [TestCase("hello", 'x', -1, -1)]
    [TestCase("", 'x', -1, -1)]
    public void ByteIsFoundFromEitherEnd(string value, char wanted, int first, int last)
    {
        using NativeText text = new(value);
        Assert.Multiple(() =>
        {
            Assert.That(Offset(text, StringSearch.First(text.Pointer, wanted)), Is.EqualTo(first));
            Assert.That(Offset(text, StringSearch.Last(text.Pointer, wanted)), Is.EqualTo(last));
            int orEnd = first < 0 ? value.Length : first;
            Assert.That(Offset(text, StringSearch.FirstOrEnd(text.Pointer, wanted)), Is.EqualTo(orEnd));
            byte* found = StringSearch.FirstOrEndInternal(text.Pointer, wanted);
            Assert.That(Offset(text, found), Is.EqualTo(orEnd));
        });
    }

    [Test]
    public void SubstringIsFoundWhereDotNetFindsIt()
    {
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            string value = RandomText(random, 12);
            string wanted = RandomText(random, 4);
            using NativeText text = new(value);
            using NativeText pattern = new(wanted);
            int found = Offset(text, StringSearch.Substring(text.Pointer, pattern.Pointer));
            int expected = value.IndexOf(wanted, StringComparison.Ordinal);
            Assert.That(found, Is.EqualTo(expected), $"'{value}' '{wanted}'");
        }
    }

    [Test]
    public void SpansEndAtTheFirstByteOfTheOtherKind()
    {
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            string value = RandomText(random, 8);
            string members = RandomText(random, 3);
            using NativeText text = new(value);
            using NativeText set = new(members);
            ulong inside = (ulong)value.TakeWhile(members.Contains).Count();
            ulong outside = (ulong)value.TakeWhile(c => !members.Contains(c)).Count();
            Assert.That(StringSearch.Span(text.Pointer, set.Pointer), Is.EqualTo(inside));
            Assert.That(StringSearch.SpanOutside(text.Pointer, set.Pointer), Is.EqualTo(outside));
        }
    }

    [TestCase("")]
    [TestCase(",,;")]
    [TestCase("one")]
    [TestCase("one,two;;three")]
    [TestCase(";one,")]
    public void TokensAreThePartsThatAreNotEmpty(string value)
    {
        using NativeText text = new(value);
        using NativeText delimiters = new(",;");
        List<string> tokens = [];
        byte* position = null;
        byte* token = StringSearch.NextToken(text.Pointer, delimiters.Pointer, &position);
        for (; token != null; token = StringSearch.NextTokenInternal(null, delimiters.Pointer, &position))
        {
            tokens.Add(NativeText.Read(token));
        }
        Assert.That(tokens, Is.EqualTo(value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)));
        token = StringSearch.NextToken(null, delimiters.Pointer, &position);
        Assert.That(token == null, "it stays at the end");
    }

    [Test]
    public void MemoryIsOrderedByUnsignedBytesAtEveryLengthAndAlignment()
    {
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] a = new byte[random.Next(40)];
            random.NextBytes(a);
            byte[] b = [.. a];
            if (a.Length > 0 && random.Next(5) != 0)
            {
                b[random.Next(b.Length)] = (byte)random.Next(256);
            }
            int skip = random.Next(a.Length + 1);
            fixed (byte* left = a, right = b)
            {
                int order = MemorySearch.Compare(left + skip, right + skip, (ulong)(a.Length - skip));
                int expected = a.AsSpan(skip).SequenceCompareTo(b.AsSpan(skip));
                Assert.That(Math.Sign(order), Is.EqualTo(Math.Sign(expected)));
            }
        }
    }

    [Test]
    public void MemorySearchStaysWithinItsCount()
    {
        using NativeText text = new("abcabc");
        Assert.Multiple(() =>
        {
            Assert.That(Offset(text, MemorySearch.Find(text.Pointer, 'c', 6)), Is.EqualTo(2));
            Assert.That(Offset(text, MemorySearch.Find(text.Pointer, 'c', 2)), Is.EqualTo(-1));
            Assert.That(Offset(text, MemorySearch.Find(text.Pointer, 'c' + 256, 6)), Is.EqualTo(2));
            Assert.That(Offset(text, MemorySearch.Find(text.Pointer, 'a', 0)), Is.EqualTo(-1));
        });
    }

    private static int Offset(NativeText text, void* found)
        => found == null ? -1 : (int)((byte*)found - text.Pointer);

    private static string RandomText(Random random, int most)
        => new(random.GetItems("abc".AsSpan(), random.Next(most + 1)));
}
