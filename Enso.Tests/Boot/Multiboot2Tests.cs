using Enso.Machine.Boot;

namespace Enso.Tests.Boot;

/// <summary>The loader's information is read with suspicion: whatever it holds, nothing outside it is touched.</summary>
[TestFixture]
public sealed unsafe class Multiboot2Tests
{
    private const int Room = 4096;

    private static bool Read(params byte[][] tags)
    {
        byte[] body = [.. tags.SelectMany(tag => Padded(tag))];
        byte[] all = [.. BitConverter.GetBytes(body.Length + 8), .. new byte[4], .. body];
        return ReadRaw(all);
    }

    private static bool ReadRaw(byte[] bytes)
    {
        byte[] room = new byte[Room];
        bytes.CopyTo(room, 0);
        fixed (byte* information = room)
        {
            return Multiboot2.Read(information);
        }
    }

    private static byte[] Padded(byte[] tag) => [.. tag, .. new byte[(8 - (tag.Length % 8)) % 8]];

    private static byte[] Tag(uint type, params byte[] content)
        => [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(content.Length + 8), .. content];

    private static byte[] End => Tag(0);

    private static byte[] Range(ulong start, ulong length, uint kind)
        => [.. BitConverter.GetBytes(start), .. BitConverter.GetBytes(length), .. BitConverter.GetBytes(kind), 0, 0, 0, 0];

    [Test]
    public void A_memory_map_is_read()
    {
        int before = BootInfo.RangeCount;
        byte[] map = [24, 0, 0, 0, 0, 0, 0, 0, .. Range(0, 0x9F000, 1), .. Range(0x100000, 0x7F00000, 1)];
        Assert.That(Read(Tag(6, map), End), Is.True);
        Assert.That(BootInfo.RangeCount, Is.EqualTo(before + 2));
        Assert.That(BootInfo.Range(before + 1)->End, Is.EqualTo(0x8000000UL));
    }

    [Test]
    public void Empty_and_wrapping_ranges_are_passed_over()
    {
        int before = BootInfo.RangeCount;
        byte[] map = [24, 0, 0, 0, 0, 0, 0, 0, .. Range(0x1000, 0, 1), .. Range(ulong.MaxValue - 10, 100, 1)];
        Assert.That(Read(Tag(6, map), End), Is.True);
        Assert.That(BootInfo.RangeCount, Is.EqualTo(before));
    }

    [Test]
    public void A_map_whose_entries_are_too_small_is_ignored()
    {
        int before = BootInfo.RangeCount;
        Assert.That(Read(Tag(6, [8, 0, 0, 0, 0, 0, 0, 0, .. new byte[64]]), End), Is.True);
        Assert.That(BootInfo.RangeCount, Is.EqualTo(before));
    }

    [TestCase(0)]
    [TestCase(15)]
    [TestCase(int.MaxValue)]
    public void A_total_size_that_makes_no_sense_is_refused(int total)
        => Assert.That(ReadRaw([.. BitConverter.GetBytes(total), .. new byte[12]]), Is.False);

    [Test]
    public void A_tag_that_runs_past_the_end_is_refused()
        => Assert.That(Read([6, 0, 0, 0, 0, 16, 0, 0]), Is.False);

    [Test]
    public void A_tag_of_no_size_is_refused() => Assert.That(Read([6, 0, 0, 0, 0, 0, 0, 0]), Is.False);

    [Test]
    public void Information_without_an_end_tag_is_refused()
        => Assert.That(Read(Tag(1, "x\0"u8.ToArray())), Is.False);

    [Test]
    public void Random_bytes_never_read_outside([Range(1, 200)] int seed)
    {
        Random random = new(seed);
        byte[] bytes = new byte[256];
        random.NextBytes(bytes);
        BitConverter.GetBytes(random.Next(16, 256)).CopyTo(bytes, 0);
        Assert.DoesNotThrow(() => ReadRaw(bytes));
    }

    [Test]
    public void Options_are_found_by_their_whole_name()
    {
        byte[] line = "quiet cores=12 skip-core=3 x\0"u8.ToArray();
        fixed (byte* text = line)
        {
            BootInfo.SetCommandLine(text, (uint)line.Length);
        }
        Assert.Multiple(() =>
        {
            Assert.That(BootInfo.NumberOption("cores"u8, 1), Is.EqualTo(12UL));
            Assert.That(BootInfo.NumberOption("core"u8, 7), Is.EqualTo(7UL));
            Assert.That(BootInfo.NumberOption("skip-core"u8, 0), Is.EqualTo(3UL));
            Assert.That(BootInfo.FindOption("quiet"u8) != null, Is.True);
            Assert.That(BootInfo.FindOption("quie"u8) != null, Is.False);
        });
    }
}
