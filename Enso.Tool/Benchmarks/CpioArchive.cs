using System.Globalization;
using System.Text;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes an archive that Linux unpacks as its first file system: cpio in the format "newc" (Linux,
/// Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
/// <param name="output">Where it goes.</param>
internal sealed class CpioArchive(Stream output)
{
    private const string Magic = "070701";
    private const string Trailer = "TRAILER!!!";
    private const int Alignment = 4;
    private const uint DirectoryMode = 0x41ED; // S_IFDIR, 0755
    private const uint ExecutableMode = 0x81ED; // S_IFREG, 0755

    private readonly HashSet<string> _directories = [];
    private uint _entries;
    private long _position;

    /// <summary>Adds a directory, and those that hold it.</summary>
    /// <param name="path">Its absolute path; what is there already is left alone.</param>
    public void AddDirectory(string path)
    {
        if (path is "/" or "" || !_directories.Add(path))
        {
            return;
        }

        AddDirectory(Path.GetDirectoryName(path)!);
        WriteEntry(path[1..], DirectoryMode, []);
    }

    /// <summary>Adds a file that everybody may run, and the directories that hold it.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="content">What it holds.</param>
    public void AddExecutable(string path, byte[] content)
    {
        AddDirectory(Path.GetDirectoryName(path)!);
        WriteEntry(path[1..], ExecutableMode, content);
    }

    /// <summary>Ends the archive.</summary>
    public void Complete() => WriteEntry(Trailer, 0, []);

    private void WriteEntry(string name, uint mode, byte[] content)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name + "\0");
        uint links = mode == 0 ? 0u : 1u;
        ReadOnlySpan<uint> fields =
        [
            ++_entries, mode, 0 /* user */, 0 /* group */, links, 0 /* time */, (uint)content.Length, 0, 0 /* device */,
            0, 0 /* device of a special file */, (uint)nameBytes.Length, 0 /* checksum: none in this format */,
        ];
        StringBuilder header = new(Magic);
        foreach (uint field in fields)
        {
            header.Append(CultureInfo.InvariantCulture, $"{field:X8}");
        }

        Write(Encoding.ASCII.GetBytes(header.ToString()));
        Write(nameBytes);
        Align();
        Write(content);
        Align();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _position += bytes.Length;
    }

    private void Align() => Write(new byte[(int)(-_position & (Alignment - 1))]);
}
