using System.Globalization;

namespace Enso.Tool.Commands;

/// <summary>Makes options of the kinds that several commands have.</summary>
internal static class OptionFactory
{
    /// <summary>An option that takes a whole number.</summary>
    public static ValueOption<int> Number(
        string name, string valueName, string description, int minimum, int maximum, int preset)
    {
        string valid = string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}");
        return new ValueOption<int>(name, valueName, description, valid, Parse) { DefaultValueFactory = _ => preset };

        bool Parse(string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value >= minimum && value <= maximum;
    }

    /// <summary>An option that takes any text but the empty one.</summary>
    public static ValueOption<string?> Text(string name, string valueName, string description, string valid) =>
        new(name, valueName, description, valid, (string text, out string? value) =>
        {
            value = text;
            return text.Length > 0;
        });
}
