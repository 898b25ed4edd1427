using System.Buffers.Binary;
using System.Text;

namespace Enso.Build.Libraries;

/// <summary>The index of a static archive: the symbols that its members define for others. It is the archive's first
/// member, named <c>/</c>, in the format of System V and GNU: a big-endian count, as many offsets of members, then the
/// names, each ended by a zero.</summary>
internal static class StaticArchive
{
    private const int HeaderSize = 60;
    private const int NameSize = 16;
    private const int SizeOffset = 48;
    private const int SizeSize = 10;

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    /// <summary>Reads the index of a file.</summary>
    /// <param name="path">The archive.</param>
    /// <returns>The names.</returns>
    /// <exception cref="InvalidDataException">It is not an archive with an index.</exception>
    public static IReadOnlySet<string> Symbols(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return Read(file);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path}: {error.Message}");
        }
    }

    /// <summary>Reads the index of an archive that is open at its start.</summary>
    /// <param name="archive">The archive.</param>
    /// <returns>The names.</returns>
    /// <exception cref="InvalidDataException">It is not an archive with an index.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static IReadOnlySet<string> Read(Stream archive)
    {
        byte[] header = new byte[Magic.Length + HeaderSize];
        archive.ReadExactly(header);
        if (!header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("not a static archive");
        }
        ReadOnlySpan<byte> member = header.AsSpan(Magic.Length);
        if (Encoding.ASCII.GetString(member[..NameSize]).TrimEnd() != "/")
        {
            throw new InvalidDataException("a static archive without an index of symbols");
        }
        string sizeText = Encoding.ASCII.GetString(member.Slice(SizeOffset, SizeSize)).Trim();
        if (!int.TryParse(sizeText, out int size) || size < sizeof(int))
        {
            throw new InvalidDataException($"a static archive whose index has the size '{sizeText}'");
        }
        byte[] index = new byte[size];
        archive.ReadExactly(index);
        return Names(index);
    }

    private static HashSet<string> Names(byte[] index)
    {
        uint count = BinaryPrimitives.ReadUInt32BigEndian(index);
        long start = sizeof(uint) + ((long)count * sizeof(uint));
        HashSet<string> names = [];
        ReadOnlySpan<byte> text = start <= index.Length ? index.AsSpan((int)start) : [];
        for (uint i = 0; i < count; i++)
        {
            int end = text.IndexOf((byte)0);
            if (end < 0)
            {
                throw new InvalidDataException("a static archive whose index ends too early");
            }
            names.Add(Encoding.UTF8.GetString(text[..end]));
            text = text[(end + 1)..];
        }
        return names;
    }
}
