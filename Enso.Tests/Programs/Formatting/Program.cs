using System.Globalization;

// Numbers, and things of one's own, as text.
CultureInfo culture = CultureInfo.InvariantCulture;
foreach (string format in new[] { "C", "D8", "E3", "F2", "G", "N1", "P", "X", "B", "R" })
{
    string whole = format is "R" ? "-" : (-1234567).ToString(format, culture);
    string real = format is "D8" or "X" or "B" ? "-" : 1234.5678.ToString(format, culture);
    Console.WriteLine($"{format,-3} {whole,34} {real,16}");
}
foreach (string format in new[] { "0.00", "#,##0.##", "000;(000);zero", "0.0E+00", "00%", "'text' 0", "##-##" })
{
    Console.WriteLine($"{format}: {12.345.ToString(format, culture)} {(-7).ToString(format, culture)} {0.ToString(format, culture)}");
}
Console.WriteLine(string.Format(culture, "{0,8:F3}|{0,-8:F1}|{1:yyyy}|{2}|{{}}", 3.14159, DateTime.UnixEpoch, null));
Console.WriteLine(FormattableString.Invariant($"{1.5:F2} {new Temperature(21.456):F} {new Temperature(21.456):C1} {new Temperature(300)}"));
double[] doubles = [0, -0.0, 1e-5, 1e15, 1e16, 123456789012345678, 0.1, 2.0 / 3, double.MinValue, 5e-324, 1.7976931348623157e308, double.PositiveInfinity];
Console.WriteLine(string.Join(' ', doubles.Select(d => d.ToString(culture))));
Console.WriteLine(string.Join(' ', new[] { 0.1f, 16777216f, 1e-10f, float.MaxValue }.Select(f => f.ToString(culture))));
Console.WriteLine(string.Join(' ', new[] { 1.10m, 100m, 0.000001m, 79228162514264337593543950335m }.Select(m => m.ToString(culture))));
Console.WriteLine($"{double.Parse("1.5e-3", culture)} {double.Parse("  -1,234.5 ", NumberStyles.Number, culture)} {int.Parse("(42)", NumberStyles.AllowParentheses, culture)} {byte.Parse("ff", NumberStyles.HexNumber)}");
Console.WriteLine($"{double.TryParse("abc", out _)} {int.TryParse("2147483648", out _)} {Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"):B} {true} {'c'}");
Console.WriteLine(Convert.ToString(255, 2) + " " + Convert.ToInt32("777", 8) + " " + Convert.ToString(-1, 16) + " " + 1_000_000.ToString("N0", culture));
Console.WriteLine(new DateTime(2024, 1, 2).ToString(culture) + " " + 0.5.ToString("P0", culture) + " " + (1.0 / 3).ToString("G17", culture));
Console.WriteLine(CultureInfo.CurrentCulture.Name.Length + " " + CultureInfo.InvariantCulture.NumberFormat.CurrencySymbol + " " + CultureInfo.InvariantCulture.TextInfo.ToTitleCase("war and peace"));
for (int i = 0; i < 1000; i += 137)
{
    double value = Math.Pow(1.1, i) / 3;
    if (double.Parse(value.ToString(culture), culture) != value)
    {
        Console.WriteLine($"{value} does not come back");
    }
}

readonly record struct Temperature(double Kelvin) : IFormattable
{
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);
    public string ToString(string? format, IFormatProvider? provider) => format?[..1] switch
    {
        "F" => $"{((Kelvin * 9 / 5) - 459.67).ToString("F1", provider)} F",
        "C" => $"{(Kelvin - 273.15).ToString($"F{format[1..]}", provider)} C",
        _ => $"{Kelvin.ToString(provider)} K",
    };
}
