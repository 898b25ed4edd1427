using System.Globalization;
using System.Text;

namespace Enso.Build.Elf;

/// <summary>An archive of object files as <c>ar</c> makes it, in the GNU form (System V Application Binary Interface,
/// "Archive File").</summary>
internal static class Archive
{
    private const int HeaderSize = 60;
    private const string EndOfHeader = "`\n";

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    /// <summary>The object files in an archive; a file that is itself an object gives that one.</summary>
    /// <exception cref="ElfFormatException">The file is neither.</exception>
    public static IReadOnlyList<ElfFile> Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return bytes.AsSpan().StartsWith(Magic) ? Members(bytes) : [ElfFile.Parse(bytes)];
        }
        catch (ElfFormatException e)
        {
            throw new ElfFormatException($"{path}: {e.Message}");
        }
    }

    private static List<ElfFile> Members(byte[] bytes)
    {
        List<ElfFile> members = [];
        for (int at = Magic.Length; at + HeaderSize <= bytes.Length;)
        {
            string header = Encoding.ASCII.GetString(bytes, at, HeaderSize);
            if (!header.EndsWith(EndOfHeader, StringComparison.Ordinal)
                || !int.TryParse(header.AsSpan(48, 10), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
                    out int size)
                || size > bytes.Length - at - HeaderSize)
            {
                throw new ElfFormatException($"the archive's member at byte {at} is damaged (truncated?)");
            }
            at += HeaderSize;
            // "/" is the index of symbols, "//" the table of long names; other names end in a slash or refer to it.
            if (header[0] != '/' || char.IsAsciiDigit(header[1]))
            {
                members.Add(ElfFile.Parse(bytes[at..(at + size)]));
            }
            at += size + (size & 1);
        }
        return members;
    }
}
