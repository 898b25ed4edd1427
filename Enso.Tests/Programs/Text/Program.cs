using System.Buffers.Text;
using System.Globalization;
using System.Text;

// Strings, characters and encodings.
string text = "Ensō: naïve café – “quoted” 😀 e\u0301";
Console.WriteLine($"{text.Length} {text.EnumerateRunes().Count()} {new StringInfo(text).LengthInTextElements} {Encoding.UTF8.GetByteCount(text)}");
Console.WriteLine(string.Join(' ', text.EnumerateRunes().Where(r => r.Value > 127).Select(r => $"U+{r.Value:X4}")));
Console.WriteLine(text.ToUpperInvariant());
Console.WriteLine(Convert.ToHexString(Encoding.UTF8.GetBytes("ō😀")) + " " + Convert.ToHexString(Encoding.Unicode.GetBytes("ō😀")));
Console.WriteLine(Encoding.UTF8.GetString([0x61, 0xFF, 0xC3, 0xA9, 0xE2, 0x82]));
Console.WriteLine(Encoding.ASCII.GetString(Encoding.ASCII.GetBytes("ascii é")));
Console.WriteLine(Encoding.Latin1.GetByteCount("é"));
Console.WriteLine(Convert.ToBase64String(Encoding.UTF8.GetBytes("any carnal pleas")) + " " + Base64.GetMaxEncodedToUtf8Length(10));

StringBuilder builder = new();
builder.Append("abc").Insert(1, "--").Replace("-", "+").AppendJoin(',', 1, 2, 3).AppendLine().AppendFormat(CultureInfo.InvariantCulture, "{0:N2}|{1,6}|{2,-6}|", 1234.5, "r", "l");
Console.WriteLine(builder);

Console.WriteLine(string.Join('|', "  a, b ,,c ".Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
Console.WriteLine("Hello World".Replace("o", "0").Substring(3, 5).PadLeft(8, '*').PadRight(10, '.'));
Console.WriteLine(string.Compare("apple", "Banana", StringComparison.OrdinalIgnoreCase) < 0);
Console.WriteLine("encyclopædia".IndexOf("æ", StringComparison.Ordinal) + " " + "abcabc".LastIndexOf("bc", StringComparison.Ordinal));
Console.WriteLine("""
    A raw text with "quotes" and
      an indented line.
    """);
Console.WriteLine(string.Concat("stressed".Reverse()) + " " + new string('=', 10) + " " + string.Create(4, 65, (span, first) => { for (int i = 0; i < span.Length; i++) span[i] = (char)(first + i); }));
Console.WriteLine(char.IsLetter('ß') + " " + char.IsDigit('٣') + " " + char.GetUnicodeCategory('€') + " " + char.IsSurrogate(text, 31));
foreach (ReadOnlySpan<char> line in "one\ntwo\r\nthree".AsSpan().EnumerateLines())
{
    Console.Write($"[{line}]");
}
Console.WriteLine();
Console.WriteLine(CompositeFormat.Parse("{0}-{1:D3}").MinimumArgumentCount + string.Format(" {0,5:X}|{1:P1}", 255, 0.256));
Console.WriteLine("tab\tbell-free \u2713 \x41");
