using System.Globalization;

namespace Enso.Tool.Emulation;

/// <summary>An amount of guest memory, in whole mebibytes.</summary>
/// <param name="Mebibytes">The amount, in MiB.</param>
public readonly record struct MemorySize(int Mebibytes)
{
    private const int MebibytesInGibibyte = 1024;

    /// <summary>The least that <see cref="TryParse"/> accepts: 64 MiB.</summary>
    public static MemorySize Minimum => new(64);

    /// <summary>The most that <see cref="TryParse"/> accepts: 64 GiB.</summary>
    public static MemorySize Maximum => new(64 * MebibytesInGibibyte);

    /// <summary>Reads a size such as <c>128M</c> or <c>2G</c>. The unit is required: a bare number is
    /// ambiguous (QEMU takes it as MiB, people do not always).</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size, when the text is one and lies between the bounds.</param>
    /// <returns>Whether it was.</returns>
    public static bool TryParse(string text, out MemorySize size)
    {
        size = default;
        if (text.Length < 2)
        {
            return false;
        }

        int scale = char.ToUpperInvariant(text[^1]) switch { 'M' => 1, 'G' => MebibytesInGibibyte, _ => 0 };
        if (scale == 0 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return false;
        }

        long mebibytes = (long)count * scale;
        if (mebibytes < Minimum.Mebibytes || mebibytes > Maximum.Mebibytes)
        {
            return false;
        }

        size = new MemorySize((int)mebibytes);
        return true;
    }

    /// <summary>The size as QEMU takes it: <c>512M</c>, <c>2G</c>.</summary>
    public override string ToString() => Mebibytes % MebibytesInGibibyte == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Mebibytes / MebibytesInGibibyte}G")
        : string.Create(CultureInfo.InvariantCulture, $"{Mebibytes}M");
}
