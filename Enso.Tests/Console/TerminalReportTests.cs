using System.Text;
using Enso.Machine.Console;

namespace Enso.Tests.Console;

/// <summary>Reports among typed bytes, sequences that have not ended, and the column of the cursor. The escape character
/// is written <c>^</c>.</summary>
[TestFixture]
internal sealed unsafe class TerminalReportTests
{
    [TestCase("^[24;80R", "", 24, 80)]
    [TestCase("ab^[1;132Rcd", "abcd", 1, 132)]
    [TestCase("^[A^[5;7R", "^[A", 5, 7)]
    [TestCase("^^[5;7R", "^", 5, 7)]
    [TestCase("^[1;5C^[12;34R^[15~", "^[1;5C^[15~", 12, 34)]
    [TestCase("^[99999;7R", "", ReportFilter.Largest, 7)]
    [TestCase("hello", "hello", 0, 0)]
    [TestCase("^[;7R", "^[;7R", 0, 0)]
    [TestCase("^[7;R", "^[7;R", 0, 0)]
    [TestCase("^[7R", "^[7R", 0, 0)]
    [TestCase("^[1;2;3R", "^[1;2;3R", 0, 0)]
    [TestCase("^O^[R", "^O^[R", 0, 0)]
    [TestCase("^[123456789;123456789R", "^[123456789;123456789R", 0, 0)]
    public void A_report_is_taken_out_of_what_is_typed(string typed, string passed, int row, int column)
    {
        ReportFilter filter = default;
        StringBuilder text = new();
        byte* released = stackalloc byte[ReportFilter.Capacity];
        int reports = 0;
        foreach (char c in typed)
        {
            reports += filter.Feed((byte)(c == '^' ? '\e' : c), released, out int count) ? 1 : 0;
            Append(text, released, count);
        }
        Append(text, released, filter.Release(released));
        Assert.That(text.ToString(), Is.EqualTo(passed));
        Assert.That(reports, Is.EqualTo(row == 0 ? 0 : 1));
        Assert.That((filter.Row, filter.Column), Is.EqualTo((row, column)));
    }

    [Test]
    public void No_bytes_release_more_than_the_room_asked([Range(1, 5)] int seed)
    {
        Random random = new(seed);
        ReportFilter filter = default;
        byte* released = stackalloc byte[ReportFilter.Capacity];
        string keys = "\e[;R0123456789A";
        int fed = 0;
        int passed = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte value = (byte)keys[random.Next(keys.Length)];
            fed++;
            bool isReport = filter.Feed(value, released, out int count);
            Assert.That(count, Is.InRange(0, ReportFilter.Capacity), $"seed {seed}");
            passed += count;
            if (isReport)
            {
                passed = fed;
            }
        }
        Assert.That(passed + filter.Release(released), Is.EqualTo(fed), $"seed {seed}");
    }

    [TestCase("^", true)]
    [TestCase("a^", true)]
    [TestCase("^[", true)]
    [TestCase("^[1", true)]
    [TestCase("^[1;5", true)]
    [TestCase("^O", true)]
    [TestCase("^[A^[", true)]
    [TestCase("a", false)]
    [TestCase("", false)]
    [TestCase("^[A", false)]
    [TestCase("^[1;5D", false)]
    [TestCase("^OP", false)]
    [TestCase("^x", false)]
    [TestCase("^[24~a", false)]
    [TestCase("^[00000000000000000000", false)]
    public void A_sequence_has_ended_or_not(string typed, bool isUnfinished)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(typed.Replace('^', '\e') + "\0");
        fixed (byte* start = bytes)
        {
            Assert.That(InputSequence.IsUnfinished(start, typed.Length), Is.EqualTo(isUnfinished));
        }
    }

    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("äöü", 3)]
    [TestCase("abc\r", 0)]
    [TestCase("abc\r\n", 0)]
    [TestCase("abc\b\b", 1)]
    [TestCase("\b", 0)]
    [TestCase("abc\t", 8)]
    [TestCase("12345678\t", 16)]
    [TestCase("^[1;31mred^[0m", 3)]
    [TestCase("^[5;10Hx", 10)]
    [TestCase("^[H", 0)]
    [TestCase("ab^[3Cc", 6)]
    [TestCase("abcd^[2D", 2)]
    [TestCase("a^[9D", 0)]
    [TestCase("abc^[7G", 6)]
    [TestCase("^]0;title\aab", 2)]
    [TestCase("ab^[?25l", 2)]
    public void The_column_follows_what_is_written(string written, int column)
    {
        OutputColumn tracked = default;
        foreach (byte value in Encoding.UTF8.GetBytes(written.Replace('^', '\e')))
        {
            tracked.Add(value);
        }
        Assert.That(tracked.Value, Is.EqualTo(column));
    }

    private static void Append(StringBuilder text, byte* bytes, int count)
    {
        for (int i = 0; i < count; i++)
        {
            text.Append(bytes[i] == 0x1B ? '^' : (char)bytes[i]);
        }
    }
}
