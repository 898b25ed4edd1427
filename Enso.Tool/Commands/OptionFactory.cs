using System.Globalization;
using Enso.Tool.Emulation;

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

    /// <summary>The option of how much memory a machine has.</summary>
    public static ValueOption<MemorySize> Memory(MemorySize preset) => new(
        "--memory",
        "SIZE",
        "The amount of memory, such as 128M or 1G.",
        $"a number with M or G, from {MemorySize.Minimum} to {MemorySize.Maximum}, such as 128M or 1G",
        MemorySize.TryParse)
    {
        DefaultValueFactory = _ => preset,
    };

    /// <summary>The option of how a machine's instructions run.</summary>
    public static ValueOption<Accelerator> Accelerator() => ValueOption<Accelerator>.OneOf(
        "--accel",
        "How guest instructions run.",
        ("tcg", Emulation.Accelerator.Tcg),
        ("kvm", Emulation.Accelerator.Kvm));

    /// <summary>An option that takes any text but the empty one.</summary>
    public static ValueOption<string?> Text(string name, string valueName, string description, string valid) =>
        new(name, valueName, description, valid, (string text, out string? value) =>
        {
            value = text;
            return text.Length > 0;
        });
}
