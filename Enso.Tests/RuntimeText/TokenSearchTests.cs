using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The first byte of a set, and tokens from one shared place.</summary>
[TestFixture]
internal sealed unsafe class TokenSearchTests
{
    [TestCase("key = value", "=:", 4)]
    [TestCase("key = value", "eu", 1)]
    [TestCase("key", "xyz", 2)]
    [TestCase("key", "x", -1)]
    [TestCase("key", "", -1)]
    [TestCase("", "k", -1)]
    public void The_first_byte_of_a_set_is_found(string value, string set, int offset)
    {
        using NativeText text = new(value);
        using NativeText bytes = new(set);
        byte* found = TokenSearch.FirstOf(text.Pointer, bytes.Pointer);
        Assert.That(found == null ? -1 : (int)(found - text.Pointer), Is.EqualTo(offset));
    }

    [Test]
    public void Tokens_follow_one_another_until_none_is_left()
    {
        using NativeText text = new("::one:two;;three");
        using NativeText first = new(":");
        using NativeText both = new(":;");
        Assert.That(NativeText.Read(TokenSearch.NextToken(text.Pointer, first.Pointer)), Is.EqualTo("one"));
        Assert.That(NativeText.Read(TokenSearch.NextToken(null, both.Pointer)), Is.EqualTo("two"));
        Assert.That(NativeText.Read(TokenSearch.NextToken(null, both.Pointer)), Is.EqualTo("three"));
        Assert.That(TokenSearch.NextToken(null, both.Pointer) == null);
    }
}
