using System.IO.Compression;
using System.Text;

// Everything that is compressed comes back; how small it gets is the library's business.
byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(n => $"line {n} of a text that repeats itself\n")));
foreach (var (name, pack, unpack) in new (string, Func<Stream, Stream>, Func<Stream, Stream>)[]
{
    ("gzip", s => new GZipStream(s, CompressionLevel.Optimal, true), s => new GZipStream(s, CompressionMode.Decompress)),
    ("deflate", s => new DeflateStream(s, CompressionLevel.Fastest, true), s => new DeflateStream(s, CompressionMode.Decompress)),
    ("zlib", s => new ZLibStream(s, CompressionLevel.SmallestSize, true), s => new ZLibStream(s, CompressionMode.Decompress)),
    ("brotli", s => new BrotliStream(s, CompressionLevel.Optimal, true), s => new BrotliStream(s, CompressionMode.Decompress)),
})
{
    using MemoryStream packed = new();
    using (Stream stream = pack(packed))
    {
        stream.Write(text);
    }
    long length = packed.Length;
    packed.Position = 0;
    using MemoryStream back = new();
    using (Stream stream = unpack(packed))
    {
        stream.CopyTo(back);
    }
    Console.WriteLine($"{name}: smaller {length < text.Length / 4}, the same {back.ToArray().AsSpan().SequenceEqual(text)}");
}

using MemoryStream archive = new();
using (ZipArchive zip = new(archive, ZipArchiveMode.Create, leaveOpen: true))
{
    foreach (string name in new[] { "a.txt", "folder/b.txt" })
    {
        using StreamWriter writer = new(zip.CreateEntry(name).Open());
        writer.Write($"content of {name}");
    }
}
using (ZipArchive zip = new(archive, ZipArchiveMode.Read))
{
    foreach (ZipArchiveEntry entry in zip.Entries)
    {
        using StreamReader reader = new(entry.Open());
        Console.WriteLine($"{entry.FullName} {entry.Length} {entry.Crc32:x8} {reader.ReadToEnd()}");
    }
}
try
{
    new GZipStream(new MemoryStream("not compressed"u8.ToArray()), CompressionMode.Decompress).ReadByte();
}
catch (InvalidDataException)
{
    Console.WriteLine("invalid data");
}
