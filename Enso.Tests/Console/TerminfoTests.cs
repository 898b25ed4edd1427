using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Enso.Build.Terminfo;
using Enso.Machine.Console;
using Enso.Machine.Runtime;

namespace Enso.Tests.Console;

/// <summary>The description of the console's terminal: its compiled form, read back as term(5) says, and that it agrees
/// with what the console does.</summary>
[TestFixture]
internal sealed unsafe class TerminfoTests
{
    private static readonly byte[] s_file = ConsoleTerminfo.Entry.ToBytes();

    [Test]
    public void The_compiled_entry_begins_with_its_sizes_and_names()
    {
        Assert.That(Short(0), Is.EqualTo(0x011A));
        Assert.That(Text(12), Is.EqualTo("enso|console of the Enso operating system"));
        Assert.That(Short(2), Is.EqualTo(Text(12).Length + 1));
        Assert.That(s_file, Has.Length.LessThanOrEqualTo(TerminfoEntry.MaximumBytes));
    }

    [Test]
    public void The_kernel_looks_for_it_under_its_name()
    {
        Assert.That(Encoding.ASCII.GetString(TerminalDescription.Variable),
            Is.EqualTo($"TERM={ConsoleTerminfo.Name}\0"));
        byte* path = FileTree.PathOf(FileNode.TerminalDescription);
        Assert.That(Marshal.PtrToStringUTF8((nint)path),
            Is.EqualTo($"/usr/share/terminfo/{ConsoleTerminfo.Name[0]}/{ConsoleTerminfo.Name}"));
    }

    [Test]
    public void Flags_and_numbers_are_where_readers_look_for_them()
    {
        int flags = 12 + Short(2);
        foreach (TerminfoFlag flag in Enum.GetValues<TerminfoFlag>())
        {
            Assert.That(s_file[flags + (int)flag], Is.EqualTo(1), $"{flag}");
        }
        Assert.That(s_file[flags..(flags + Short(4))].Sum(flag => flag), Is.EqualTo(5));
        Assert.That(Short(Numbers + (2 * (int)TerminfoNumber.Columns)), Is.EqualTo(80));
        Assert.That(Short(Numbers + (2 * (int)TerminfoNumber.Colours)), Is.EqualTo(16));
        Assert.That(Short(Numbers + (2 * 3)), Is.EqualTo(-1), "lm: not given");
    }

    [TestCase(10, "\e[%i%p1%d;%p2%dH", TestName = "cup_is_string_10")]
    [TestCase(66, "\eOP", TestName = "kf1_is_string_66")]
    [TestCase(69, "\eOR", TestName = "kf3_is_string_69")]
    [TestCase(75, "\e[20~", TestName = "kf9_is_string_75")]
    [TestCase(87, "\e[A", TestName = "kcuu1_is_string_87")]
    [TestCase(164, "\e[F", TestName = "kend_is_string_164")]
    [TestCase(297, "\e[39;49m", TestName = "op_is_string_297")]
    [TestCase(0, null, TestName = "cbt_is_not_given")]
    [TestCase(89, null, TestName = "smkx_is_not_given_as_keys_are_those_of_normal_mode")]
    public void Strings(int index, string? expected) => Assert.That(StringAt(index), Is.EqualTo(expected));

    [Test]
    public void The_extended_section_names_what_erases_old_rows()
    {
        int header = Table + Short(10);
        header += header % 2;
        Assert.That(Enumerable.Range(0, 5).Select(i => Short(header + (2 * i))), Is.EqualTo(new[] { 0, 0, 1, 2, 8 }));
        int table = header + 10 + 4;
        Assert.That(Text(table + Short(header + 10)), Is.EqualTo("\e[3J"));
        Assert.That(Text(table + 5 + Short(header + 12)), Is.EqualTo("E3"));
        Assert.That(s_file, Has.Length.EqualTo(table + 8));
    }

    /// <summary>Presses every key of the entry on the kernel's own keyboard decoder.</summary>
    [TestCase(TerminfoString.KeyUp, 0xE0, 0x48)]
    [TestCase(TerminfoString.KeyDown, 0xE0, 0x50)]
    [TestCase(TerminfoString.KeyRight, 0xE0, 0x4D)]
    [TestCase(TerminfoString.KeyLeft, 0xE0, 0x4B)]
    [TestCase(TerminfoString.KeyHome, 0xE0, 0x47)]
    [TestCase(TerminfoString.KeyEnd, 0xE0, 0x4F)]
    [TestCase(TerminfoString.KeyInsert, 0xE0, 0x52)]
    [TestCase(TerminfoString.KeyDelete, 0xE0, 0x53)]
    [TestCase(TerminfoString.KeyPageUp, 0xE0, 0x49)]
    [TestCase(TerminfoString.KeyPageDown, 0xE0, 0x51)]
    [TestCase(TerminfoString.KeyBegin, 0x4C)]
    [TestCase(TerminfoString.KeyBackspace, 0x0E)]
    [TestCase(TerminfoString.KeyBackTab, 0x2A, 0x0F)]
    [TestCase(TerminfoString.KeyF1, 0x3B)]
    [TestCase(TerminfoString.KeyF2, 0x3C)]
    [TestCase(TerminfoString.KeyF2 + 1, 0x3D)]
    [TestCase(TerminfoString.KeyF2 + 2, 0x3E)]
    [TestCase(TerminfoString.KeyF2 + 3, 0x3F)]
    [TestCase(TerminfoString.KeyF2 + 4, 0x40)]
    [TestCase(TerminfoString.KeyF2 + 5, 0x41)]
    [TestCase(TerminfoString.KeyF2 + 6, 0x42)]
    [TestCase(TerminfoString.KeyF2 + 7, 0x43)]
    [TestCase(TerminfoString.KeyF10, 0x44)]
    [TestCase(TerminfoString.KeyF11, 0x57)]
    [TestCase(TerminfoString.KeyF12, 0x58)]
    public void The_keyboard_sends_what_the_entry_says(TerminfoString key, params int[] codes)
    {
        KeyboardDecoder decoder = default;
        byte* bytes = stackalloc byte[KeyboardDecoder.MaximumOutput];
        int count = 0;
        foreach (int code in codes)
        {
            count = decoder.Decode((byte)code, bytes);
        }
        Assert.That(Encoding.ASCII.GetString(bytes, count), Is.EqualTo(ConsoleTerminfo.Entry.Strings[key]));
    }

    [Test]
    public void An_entry_without_anything_is_only_names()
    {
        byte[] file = new TerminfoEntry { Names = "empty" }.ToBytes();
        Assert.That(file, Has.Length.EqualTo(12 + 6));
    }

    [Test]
    public void An_entry_that_readers_would_refuse_is_refused()
    {
        TerminfoEntry entry = new() { Names = new string('x', TerminfoEntry.MaximumBytes) };
        Assert.That(entry.ToBytes, Throws.InstanceOf<InvalidDataException>());
    }

    private static int Numbers
    {
        get
        {
            int end = 12 + Short(2) + Short(4);
            return end + (end % 2);
        }
    }

    private static int Table => Numbers + (2 * Short(6)) + (2 * Short(8));

    private static string? StringAt(int index)
    {
        int offset = Short(Numbers + (2 * Short(6)) + (2 * index));
        return offset < 0 ? null : Text(Table + offset);
    }

    private static int Short(int offset) => BinaryPrimitives.ReadInt16LittleEndian(s_file.AsSpan(offset));

    private static string Text(int offset)
        => Encoding.ASCII.GetString(s_file, offset, Array.IndexOf(s_file, (byte)0, offset) - offset);
}
