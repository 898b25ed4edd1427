using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary><c>sscanf</c>: what the runtime reads with it, and the corners of the C standard.</summary>
[TestFixture]
internal sealed unsafe class ScannerTests
{
    private const int Slots = 8;
    private const int SlotSize = 64;

    [Test]
    public void LineOfProcMapsIsRead()
    {
        using NativeText input = new("7f12a000-7f12b000 r-xp 00001000 08:02 1234567   /usr/lib/libc.so.6\n");
        using NativeText format = new("%lx-%lx %4s %lx %*x:%*x %*u %63[^\n]");
        using NativeText slots = new(Slots * SlotSize);
        using ArgumentList list = new(2, Addresses(slots));
        Assert.That(Scanner.Scan(input.Pointer, format.Pointer, list.Start()), Is.EqualTo(5));
        Assert.Multiple(() =>
        {
            Assert.That(*(ulong*)Slot(slots, 0), Is.EqualTo(0x7f12a000));
            Assert.That(*(ulong*)Slot(slots, 1), Is.EqualTo(0x7f12b000));
            Assert.That(NativeText.Read(Slot(slots, 2)), Is.EqualTo("r-xp"));
            Assert.That(*(ulong*)Slot(slots, 3), Is.EqualTo(0x1000));
            Assert.That(NativeText.Read(Slot(slots, 4)), Is.EqualTo("/usr/lib/libc.so.6"));
        });
    }

    [Test]
    public void SizesStoreOnlyTheirBytes()
    {
        using NativeText input = new("-1 -1 -1 -1");
        using NativeText format = new("%hhd %hd %d %lld");
        using NativeText slots = new(Slots * SlotSize);
        using ArgumentList list = new(2, Addresses(slots));
        Assert.That(Scanner.Scan(input.Pointer, format.Pointer, list.Start()), Is.EqualTo(4));
        ulong junk = 0xA5A5A5A5_A5A5A5A5;
        Assert.Multiple(() =>
        {
            Assert.That(*(ulong*)Slot(slots, 0), Is.EqualTo(junk | 0xFF));
            Assert.That(*(ulong*)Slot(slots, 1), Is.EqualTo(junk | 0xFFFF));
            Assert.That(*(ulong*)Slot(slots, 2), Is.EqualTo(junk | 0xFFFFFFFF));
            Assert.That(*(ulong*)Slot(slots, 3), Is.EqualTo(ulong.MaxValue));
        });
    }

    [TestCase("12 34", "%d %d")]
    [TestCase("12,34", "%d ,%d")]
    [TestCase("12 ,34", "%d,%d")]
    [TestCase("", "%d")]
    [TestCase("   ", "%d")]
    [TestCase("   ", " ")]
    [TestCase("", "abc")]
    [TestCase("x", "%d")]
    [TestCase("5", "%d %d")]
    [TestCase("5 x", "%d %d")]
    [TestCase("123456", "%2d%3d%d")]
    [TestCase("0x1f 017 9", "%i %i %i")]
    [TestCase("ff 0xFF", "%x %x")]
    [TestCase("18446744073709551615 7", "%llu %lu")]
    [TestCase("99999999999999999999", "%lu")]
    [TestCase("-99999999999999999999", "%ld")]
    [TestCase("hello world", "%s%s")]
    [TestCase("hello world", "%3s%s")]
    [TestCase("hello", "%*3s%s")]
    [TestCase("hello world", "%c%2c%s")]
    [TestCase(" a", "%c")]
    [TestCase("abc]d-1", "%[]abc]%s")]
    [TestCase("abc123", "%[a-z]%d")]
    [TestCase("123abc", "%[a-z]")]
    [TestCase("key=value;", "%[^=]=%[^;]")]
    [TestCase("a-b", "%[a-]%s")]
    [TestCase("50% x", "%d%% %s")]
    [TestCase("50 % x", "%d%% %s")]
    [TestCase("ab 12", "%s%n %d%n")]
    [TestCase("cpu MHz\t\t: 2400.5", "cpu MHz : %d")]
    [TestCase("0::/user.slice\n", "%*[^:]::%s")]
    [TestCase("36 35 98:0 /mnt1 /mnt2 rw master:1 - ext3 /dev/root rw", "%*s %*s %*s %s %s %*s %*s - %s")]
    public void ScanReadsWhatTheHostLibraryReads(string inputText, string formatText)
    {
        HostLibrary.Require();
        using NativeText input = new(inputText);
        using NativeText format = new(formatText);
        using NativeText slots = new(Slots * SlotSize);
        using NativeText hostSlots = new(Slots * SlotSize);
        using ArgumentList list = new(2, Addresses(slots));
        using ArgumentList hostList = new(2, Addresses(hostSlots));
        int stored = Scanner.Scan(input.Pointer, format.Pointer, list.Start());
        int hostStored = HostLibrary.Scan(input.Pointer, format.Pointer, hostList.Start());
        Assert.That(stored, Is.EqualTo(hostStored));
        ReadOnlySpan<byte> bytes = new(slots.Pointer, slots.Size);
        ReadOnlySpan<byte> hostBytes = new(hostSlots.Pointer, hostSlots.Size);
        Assert.That(bytes.SequenceEqual(hostBytes), "every byte stored is the same");
    }

    [TestCase("1.5", "%f")]
    [TestCase("1", "%")]
    public void ConversionThatIsNotSupportedStoresNothing(string inputText, string formatText)
    {
        using NativeText input = new(inputText);
        using NativeText format = new(formatText);
        using ArgumentList list = new(2);
        Assert.That(Scanner.Scan(input.Pointer, format.Pointer, list.Start()), Is.Zero);
    }

    private static byte* Slot(NativeText slots, int index) => slots.Pointer + (index * SlotSize);

    private static object?[] Addresses(NativeText slots)
        => [.. Enumerable.Range(0, Slots).Select(index => (object?)(nint)Slot(slots, index))];
}
