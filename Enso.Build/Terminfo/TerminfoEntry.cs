using System.Buffers.Binary;
using System.Text;

namespace Enso.Build.Terminfo;

/// <summary>A terminal's description, and its compiled form: that of term(5) with 16-bit numbers, and ncurses'
/// extended section for what has a name of its own.</summary>
internal sealed class TerminfoEntry
{
    /// <summary>The largest compiled entry that readers take.</summary>
    public const int MaximumBytes = 4096;

    private const short Magic = 0x011A;
    private const short Absent = -1;

    /// <summary>The terminal's names and its description, divided by bars.</summary>
    public required string Names { get; init; }

    /// <summary>What it does.</summary>
    public IReadOnlyCollection<TerminfoFlag> Flags { get; init; } = [];

    /// <summary>Its numbers.</summary>
    public IReadOnlyDictionary<TerminfoNumber, short> Numbers { get; init; } =
        new Dictionary<TerminfoNumber, short>();

    /// <summary>Its strings, in ASCII.</summary>
    public IReadOnlyDictionary<TerminfoString, string> Strings { get; init; } =
        new Dictionary<TerminfoString, string>();

    /// <summary>Strings that have a name instead of a number.</summary>
    public IReadOnlyDictionary<string, string> ExtendedStrings { get; init; } = new Dictionary<string, string>();

    /// <summary>The compiled form.</summary>
    /// <exception cref="InvalidDataException">It is larger than readers take.</exception>
    public byte[] ToBytes()
    {
        var file = new MemoryStream();
        byte[] names = Terminated(Names);
        int flags = Flags.Count == 0 ? 0 : Flags.Max(flag => (int)flag) + 1;
        int numbers = Numbers.Count == 0 ? 0 : Numbers.Keys.Max(number => (int)number) + 1;
        int strings = Strings.Count == 0 ? 0 : Strings.Keys.Max(text => (int)text) + 1;
        var table = new MemoryStream();
        short[] offsets = [.. Enumerable.Range(0, strings).Select(
            i => Strings.TryGetValue((TerminfoString)i, out string? text) ? Append(table, text) : Absent)];
        Write(file, Magic, (short)names.Length, (short)flags, (short)numbers, (short)strings, (short)table.Length);
        file.Write(names);
        for (int i = 0; i < flags; i++)
        {
            file.WriteByte(Flags.Contains((TerminfoFlag)i) ? (byte)1 : (byte)0);
        }
        Align(file);
        Write(file, [.. Enumerable.Range(0, numbers).Select(
            i => Numbers.TryGetValue((TerminfoNumber)i, out short number) ? number : Absent)]);
        Write(file, offsets);
        table.WriteTo(file);
        WriteExtended(file);
        return file.Length <= MaximumBytes
            ? file.ToArray()
            : throw new InvalidDataException(
                $"the entry has {file.Length} bytes, more than the {MaximumBytes} that readers take");
    }

    /// <summary>The extended section: its header, where the values and the names are (the latter counted from the
    /// first name), then values and names.</summary>
    private void WriteExtended(MemoryStream file)
    {
        if (ExtendedStrings.Count == 0)
        {
            return;
        }
        Align(file);
        var values = new MemoryStream();
        var names = new MemoryStream();
        short[] valueOffsets = [.. ExtendedStrings.Values.Select(text => Append(values, text))];
        short[] nameOffsets = [.. ExtendedStrings.Keys.Select(text => Append(names, text))];
        short count = (short)ExtendedStrings.Count;
        Write(file, 0, 0, count, (short)(2 * count), (short)(values.Length + names.Length));
        Write(file, valueOffsets);
        Write(file, nameOffsets);
        values.WriteTo(file);
        names.WriteTo(file);
    }

    private static short Append(MemoryStream table, string text)
    {
        short offset = (short)table.Length;
        table.Write(Terminated(text));
        return offset;
    }

    private static byte[] Terminated(string text) => Encoding.ASCII.GetBytes(text + "\0");

    private static void Align(MemoryStream file)
    {
        if (file.Length % 2 != 0)
        {
            file.WriteByte(0);
        }
    }

    private static void Write(MemoryStream file, params ReadOnlySpan<short> values)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (short value in values)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
            file.Write(bytes);
        }
    }
}
