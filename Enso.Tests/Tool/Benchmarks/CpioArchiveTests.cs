using System.Globalization;
using System.Text;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class CpioArchiveTests
{
    private const int HeaderBytes = 110;

    [Test]
    public void Directories_come_once_and_before_what_they_hold()
    {
        byte[] library = Encoding.ASCII.GetBytes("abcde");
        using MemoryStream stream = new();
        CpioArchive archive = new(stream);
        archive.AddDirectory("/proc");
        archive.AddExecutable("/lib/deep/one.so", library);
        archive.AddExecutable("/lib/deep/two.so", []);
        archive.AddExecutable("/init", library);
        archive.Complete();

        var entries = Read(stream.ToArray());

        Assert.That(
            entries.Select(entry => $"{Convert.ToString(entry.Mode, 8)} {entry.Name} {entry.Content}"),
            Is.EqualTo(new[]
            {
                "40755 proc ", "40755 lib ", "40755 lib/deep ", "100755 lib/deep/one.so abcde", "100755 lib/deep/two.so ",
                "100755 init abcde", "0 TRAILER!!! ",
            }));
    }

    // Written after the format's description and not after the writer: each header, name and content begins at a multiple
    // of four.
    private static List<(string Name, int Mode, string Content)> Read(byte[] bytes)
    {
        List<(string Name, int Mode, string Content)> entries = [];
        int at = 0;
        while (at < bytes.Length)
        {
            string header = Encoding.ASCII.GetString(bytes, at, HeaderBytes);
            Assert.That(header, Does.StartWith("070701"));
            int[] fields = [.. Enumerable.Range(0, 13).Select(i => int.Parse(
                header.AsSpan(6 + (8 * i), 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            int name = at + HeaderBytes;
            int content = Aligned(name + fields[11]);
            Assert.That(bytes[name + fields[11] - 1], Is.Zero, "a name ends with a zero");
            entries.Add((
                Encoding.UTF8.GetString(bytes, name, fields[11] - 1),
                fields[1],
                Encoding.ASCII.GetString(bytes, content, fields[6])));
            at = Aligned(content + fields[6]);
        }

        Assert.That(at, Is.EqualTo(bytes.Length));
        return entries;
    }

    private static int Aligned(int position) => (position + 3) / 4 * 4;
}
