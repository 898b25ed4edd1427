using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Kernel.Shell.Commands;

/// <summary>How the commands write sizes, times and the lower half's texts.</summary>
internal static unsafe class Format
{
    /// <summary>Bytes with a binary unit.</summary>
    public static string Size(ulong bytes) => bytes switch
    {
        < 1UL << 10 => $"{bytes} B",
        < 1UL << 20 => Scaled(bytes, 10, "KiB"),
        < 1UL << 30 => Scaled(bytes, 20, "MiB"),
        < 1UL << 40 => Scaled(bytes, 30, "GiB"),
        _ => Scaled(bytes, 40, "TiB"),
    };

    private static string Scaled(ulong bytes, int shift, string unit)
        => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1UL << shift):0.#} {unit}");

    /// <summary>Nanoseconds as seconds with three decimals.</summary>
    public static string Seconds(ulong nanoseconds)
        => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.000} s");

    /// <summary>A share of a whole as a percentage.</summary>
    public static string Percent(ulong part, ulong whole)
        => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0.0}%");

    /// <summary>A zero-terminated UTF-8 text of the lower half.</summary>
    // SAFETY: the lower half's texts end in zero and are never freed.
    public static string Text(byte* text)
        => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
