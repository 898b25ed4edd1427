using System.Globalization;
using System.Text;

namespace Enso.Tests.InKernel.Tests.Formats;

/// <summary>Values as text and back, in the invariant culture.</summary>
internal static class FormattingTests
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    [KernelTest]
    internal static void Numbers_take_every_standard_format()
    {
        (IFormattable Value, string Format, string Text)[] known =
        [
            (1234567.891, "N2", "1,234,567.89"), (1234567.891, "F1", "1234567.9"), (0.00012345, "E3", "1.234E-004"),
            (1234.5, "C", "¤1,234.50"), (-1234.5, "C0", "(¤1,234)"), (0.1234, "P1", "12.3 %"), (255, "X4", "00FF"),
            (255, "x", "ff"), (-1, "X", "FFFFFFFF"), (5, "B8", "00000101"), (42, "D6", "000042"), (-42, "D6", "-000042"),
            (1e20, "G", "1E+20"), (123456789.0, "G4", "1.235E+08"), (0.1f, "R", "0.1"), (1.0, "G17", "1"),
            (12345, "#,##0.00", "12,345.00"), (-5, "0;minus 0;zero", "minus 5"), (0, "0;minus 0;zero", "zero"),
            (0.5, "%0", "%50"), (1234, "00-00", "12-34"), (1234567, "0,,.0M", "1.2M"), (3, "'#'0'!'", "#3!"),
            (79228162514264337593543950335m, "N0", "79,228,162,514,264,337,593,543,950,335"),
            (ulong.MaxValue, "N0", "18,446,744,073,709,551,615"), (double.NaN, "F2", "NaN"),
            (double.NegativeInfinity, "N", "-Infinity"), (-0.0, "R", "-0"), (0.045, "0.0e+00", "4.5e-02"),
        ];
        foreach ((IFormattable value, string format, string text) in known)
        {
            Check.Equal(text, value.ToString(format, s_invariant));
        }
        Check.Throws<FormatException>(() => 1.5.ToString("D"));
        Check.Throws<FormatException>(() => 15.ToString("Q"));
    }

    [KernelTest]
    internal static void Numbers_are_read_with_the_styles_allowed_and_no_others()
    {
        Check.Equal(-1234, int.Parse(" (1,234) ", NumberStyles.AllowParentheses | NumberStyles.AllowThousands
            | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, s_invariant));
        Check.Equal(255, int.Parse("ff", NumberStyles.HexNumber, s_invariant));
        Check.Equal(-1, int.Parse("ffffffff", NumberStyles.HexNumber, s_invariant));
        Check.Equal(6, byte.Parse("110", NumberStyles.BinaryNumber, s_invariant));
        Check.Equal(1.5e10, double.Parse("+1.5E10", s_invariant));
        Check.Equal(1000, int.Parse("1e3", NumberStyles.AllowExponent, s_invariant));
        Check.Throws<OverflowException>(() => int.Parse("2147483648", s_invariant));
        Check.Throws<OverflowException>(() => byte.Parse("-1", s_invariant));
        Check.Throws<FormatException>(() => int.Parse("1,000", NumberStyles.Integer, s_invariant));
        Check.Throws<FormatException>(() => int.Parse("", s_invariant));
        Check.That(!double.TryParse("1.2.3", s_invariant, out _) && !int.TryParse("0x10", out _));
        Check.Equal(double.PositiveInfinity, double.Parse("1e400", s_invariant));
        Check.Equal(ulong.MaxValue, ulong.Parse("18446744073709551615"u8, s_invariant));
        Check.Equal(12.5m, decimal.Parse("¤12.50", NumberStyles.Currency, s_invariant));
    }

    [KernelTest]
    internal static void Composite_formats_align_repeat_and_escape()
    {
        Check.Equal("[   42|42   |0x2A]", string.Format(s_invariant, "[{0,5}|{0,-5}|0x{0:X}]", 42));
        Check.Equal("{x} 1 b", string.Format(s_invariant, "{{{0}}} {1} {2}", "x", 1, 'b'));
        Check.Equal("null: .", string.Format(s_invariant, "null: {0}.", (object?)null));
        Check.Throws<FormatException>(() => string.Format(s_invariant, "{0} {1}", 1));
        Check.Throws<FormatException>(() => string.Format(s_invariant, "{0", 1));
        CompositeFormat parsed = CompositeFormat.Parse("{1:N1} of {0:D3}");
        Check.Equal(2, parsed.MinimumArgumentCount);
        Check.Equal("2.5 of 007", string.Format(s_invariant, parsed, 7, 2.5));
        Check.Equal("  7.50|True", string.Create(s_invariant, $"{7.5,6:F2}|{true}"));
        Check.Equal("custom:X", string.Format(new Custom(), "{0:X}", 5));
    }

    private sealed class Custom : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => $"custom:{format}";
    }

    [KernelTest]
    internal static void Enumerations_are_written_and_read_by_name_and_number()
    {
        Check.Equal("Friday", DayOfWeek.Friday.ToString());
        Check.Equal("12", ((DayOfWeek)12).ToString());
        Check.Equal("Read, Delete", (FileShare.Read | FileShare.Delete).ToString());
        Check.Equal("00000005", (FileShare.Read | FileShare.Delete).ToString("X"));
        Check.Equal(FileShare.ReadWrite, Enum.Parse<FileShare>("read, WRITE", ignoreCase: true));
        Check.That(!Enum.TryParse("Someday", out DayOfWeek _));
        Check.Sequence([0, 1, 2, 3, 4, 5, 6], Enum.GetValues<DayOfWeek>().Select(d => (int)d));
        Check.That(Enum.IsDefined(DayOfWeek.Monday) && !Enum.IsDefined((DayOfWeek)7));
    }

    [KernelTest]
    internal static void Cultures_are_invariant_and_others_are_not_found()
    {
        Check.Equal("", CultureInfo.CurrentCulture.Name);
        Check.Throws<CultureNotFoundException>(() => CultureInfo.GetCultureInfo("de-DE"));
        Check.Equal("i", "I".ToLowerInvariant());
        Check.Equal("ÀÉ", "àé".ToUpperInvariant());
        Check.Equal("𐐀", "𐐨".ToUpperInvariant());
        Check.That(string.Compare("straße", "STRASSE", StringComparison.OrdinalIgnoreCase) != 0);
        Check.That(string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) < 0);
        Check.That(string.CompareOrdinal("a", "B") > 0);
        // Without cultures there are no tables of compositions either.
        Check.Equal("e\u0301", "e\u0301".Normalize(NormalizationForm.FormC));
        Check.Equal(UnicodeCategory.MathSymbol, char.GetUnicodeCategory('+'));
        CultureInfo own = (CultureInfo)s_invariant.Clone();
        own.NumberFormat.NumberGroupSeparator = "'";
        own.NumberFormat.NumberGroupSizes = [3, 2];
        Check.Equal("1'23'45'678.00", 12345678.ToString("N", own));
    }

    [KernelTest]
    internal static void Strings_are_split_joined_trimmed_padded_and_searched()
    {
        Check.Sequence(["a", "", "b", "c,d"], "a,,b,c,d".Split(',', 4));
        Check.Sequence(["a", "b"], " a ;; b ".Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Check.Sequence(["x", "y", "z"], "x--y==z".Split(["--", "=="], StringSplitOptions.None));
        Check.Equal("--x--", "x".PadLeft(3, '-').PadRight(5, '-'));
        Check.Equal("mid", "xxmidyx".Trim('x').TrimEnd('y'));
        Check.Equal("a-b-c", string.Join('-', 'a', 'b', 'c'));
        Check.Equal("ABXYE", "ABCDE".Replace("CD", "XY", StringComparison.Ordinal));
        Check.Equal("a.b.c", "aXbxc".Replace("x", ".", StringComparison.OrdinalIgnoreCase));
        Check.Equal(7, "finding needle".IndexOf("NEE", StringComparison.OrdinalIgnoreCase) - 1);
        Check.Equal(11, "the cat, a cat".LastIndexOf("cat", StringComparison.Ordinal));
        Check.Equal("line1|line2|line3", "line1\r\nline2\nline3".ReplaceLineEndings("|"));
        Check.Equal("cba", string.Create(3, "abc", (span, text) =>
        {
            text.CopyTo(span);
            span.Reverse();
        }));
        Check.That(ReferenceEquals(string.Intern(new string(['e', 'n', 's', 'o'])), string.Intern("enso")));
    }

    [KernelTest]
    internal static void A_builder_appends_inserts_replaces_and_removes_across_chunks()
    {
        StringBuilder builder = new(4);
        StringBuilder model = new(100_000);
        Random random = new(2);
        for (int i = 0; i < 400; i++)
        {
            string piece = new((char)('a' + random.Next(26)), random.Next(1, 30));
            int at = random.Next(builder.Length + 1);
            builder.Insert(at, piece);
            string text = model.ToString().Insert(at, piece);
            int from = random.Next(text.Length);
            int count = random.Next(Math.Min(10, text.Length - from));
            builder.Remove(from, count);
            model.Clear().Append(text.Remove(from, count));
        }
        Check.Equal(model.ToString(), builder.ToString());
        builder.Replace("aa", "_").Replace('b', 'B');
        Check.Equal(model.ToString().Replace("aa", "_", StringComparison.Ordinal).Replace('b', 'B'), builder.ToString());
        int length = 0;
        foreach (ReadOnlyMemory<char> chunk in builder.GetChunks())
        {
            length += chunk.Length;
        }
        Check.Equal(builder.Length, length);
        Check.Equal("1,2;x=0A True", new StringBuilder().AppendJoin(',', 1, 2).Append(';')
            .AppendFormat(s_invariant, "x={0:X2} ", 10).Append(s_invariant, $"{true}").ToString());
        Check.Throws<ArgumentOutOfRangeException>(() => new StringBuilder(1, 5).Append("too long"));
    }
}
