using System.IO.Compression;
using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>System.IO.Compression: zlib and Brotli, linked into the image.</summary>
internal static class CompressionTests
{
    private const int Seed = 20240;

    // RFC 1951: one final block of fixed Huffman codes, "hello" spelt out.
    private const string DeflatedHello = "CB48CDC9C90700";

    // RFC 1950: header, the same block, and Adler-32.
    private const string ZLibHello = "789CCB48CDC9C90700062C0215";

    // RFC 1952: header without a name or a time, the same block, CRC-32 and the length.
    private const string GZipHello = "1F8B0800000000000003CB48CDC9C9070086A6103605000000";

    // RFC 7932: one uncompressed meta-block, then an empty last one.
    private const string BrotliHello = "0B028068656C6C6F03";

    [KernelTest]
    internal static void Deflated_bytes_made_elsewhere_are_read()
        => Check.Equal("hello", Text(new DeflateStream(Bytes(DeflatedHello), CompressionMode.Decompress)));

    [KernelTest]
    internal static void ZLib_bytes_made_elsewhere_are_read()
        => Check.Equal("hello", Text(new ZLibStream(Bytes(ZLibHello), CompressionMode.Decompress)));

    [KernelTest]
    internal static void GZip_bytes_made_elsewhere_are_read()
        => Check.Equal("hello", Text(new GZipStream(Bytes(GZipHello), CompressionMode.Decompress)));

    [KernelTest]
    internal static void Brotli_bytes_made_elsewhere_are_read()
        => Check.Equal("hello", Text(new BrotliStream(Bytes(BrotliHello), CompressionMode.Decompress)));

    [KernelTest]
    internal static void Deflate_gives_back_what_it_took_at_every_level()
        => RoundTrips((s, l) => new DeflateStream(s, l, true), s => new DeflateStream(s, CompressionMode.Decompress));

    [KernelTest]
    internal static void ZLib_gives_back_what_it_took_at_every_level()
        => RoundTrips((s, l) => new ZLibStream(s, l, true), s => new ZLibStream(s, CompressionMode.Decompress));

    [KernelTest]
    internal static void GZip_gives_back_what_it_took_at_every_level()
        => RoundTrips((s, l) => new GZipStream(s, l, true), s => new GZipStream(s, CompressionMode.Decompress));

    [KernelTest]
    internal static void Brotli_gives_back_what_it_took_at_every_level()
        => RoundTrips((s, l) => new BrotliStream(s, l, true), s => new BrotliStream(s, CompressionMode.Decompress));

    [KernelTest]
    internal static void Text_becomes_much_smaller()
    {
        byte[] text = Prose(100_000);
        byte[] deflated = Compressed(text, s => new DeflateStream(s, CompressionLevel.Optimal, true));
        byte[] brotli = Compressed(text, s => new BrotliStream(s, CompressionLevel.Optimal, true));
        Check.That(deflated.Length < text.Length / 4 && brotli.Length < text.Length / 4);
    }

    [KernelTest]
    internal static void Random_bytes_become_hardly_larger()
    {
        byte[] noise = Noise(100_000);
        int deflated = Compressed(noise, s => new DeflateStream(s, CompressionLevel.Optimal, true)).Length;
        int brotli = Compressed(noise, s => new BrotliStream(s, CompressionLevel.Optimal, true)).Length;
        Check.That(deflated is > 99_000 and < 100_200, $"{deflated} bytes");
        Check.That(brotli is > 99_000 and < 100_200, $"{brotli} bytes");
    }

    [KernelTest]
    internal static void Corrupt_bytes_are_refused()
    {
        byte[] bytes = Convert.FromHexString(GZipHello);
        bytes[^6] ^= 1; // in the CRC-32
        MemoryStream corrupt = new(bytes);
        Check.Throws<InvalidDataException>(() => Text(new GZipStream(corrupt, CompressionMode.Decompress)));
        bytes = Convert.FromHexString(ZLibHello);
        bytes[0] = 0;
        corrupt = new(bytes);
        Check.Throws<InvalidDataException>(() => Text(new ZLibStream(corrupt, CompressionMode.Decompress)));
        corrupt = new([0xFF, 0xFF, 0xFF, 0xFF]);
        Check.Throws<InvalidOperationException>(() => Text(new BrotliStream(corrupt, CompressionMode.Decompress)));
    }

    [KernelTest]
    internal static void Brotli_works_in_one_call_with_every_quality()
    {
        byte[] source = Prose(20_000);
        for (int quality = 0; quality <= 11; quality++)
        {
            byte[] compressed = new byte[BrotliEncoder.GetMaxCompressedLength(source.Length)];
            Check.That(BrotliEncoder.TryCompress(source, compressed, out int written, quality, 22));
            byte[] result = new byte[source.Length];
            Check.That(BrotliDecoder.TryDecompress(compressed.AsSpan(0, written), result, out int length));
            Check.That(length == source.Length && result.AsSpan().SequenceEqual(source), $"quality {quality}");
        }
    }

    [KernelTest]
    internal static void A_zip_archive_keeps_its_entries()
    {
        MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "prose.txt", Prose(50_000), CompressionLevel.Optimal);
            Add(archive, "folder/noise.bin", Noise(50_000), CompressionLevel.Fastest);
            Add(archive, "stored", "check"u8.ToArray(), CompressionLevel.NoCompression);
        }
        file.Position = 0;
        using ZipArchive read = new(file, ZipArchiveMode.Read);
        string names = string.Join(',', read.Entries.Select(entry => entry.FullName));
        Check.Equal("prose.txt,folder/noise.bin,stored", names);
        Check.That(Content(read, "prose.txt").AsSpan().SequenceEqual(Prose(50_000)));
        Check.That(Content(read, "folder/noise.bin").AsSpan().SequenceEqual(Noise(50_000)));
        Check.That(read.GetEntry("prose.txt")!.CompressedLength < 20_000);
    }

    [KernelTest]
    internal static void A_zip_archive_has_the_right_checksums()
    {
        MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "check", "123456789"u8.ToArray(), CompressionLevel.Optimal);
            Add(archive, "noise", Noise(100_001), CompressionLevel.Fastest);
        }
        file.Position = 0;
        using ZipArchive read = new(file, ZipArchiveMode.Read);
        Check.Equal(0xCBF43926u, read.GetEntry("check")!.Crc32); // the check value of CRC-32/ISO-HDLC
        Check.Equal(Crc32(Noise(100_001)), read.GetEntry("noise")!.Crc32);
    }

    [KernelTest]
    internal static void An_entry_can_be_replaced_in_a_zip_archive()
    {
        MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "a", "one"u8.ToArray(), CompressionLevel.Optimal);
            Add(archive, "b", "two"u8.ToArray(), CompressionLevel.Optimal);
        }
        using (ZipArchive archive = new(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry("a")!.Delete();
            Add(archive, "c", "three"u8.ToArray(), CompressionLevel.Optimal);
        }
        using ZipArchive read = new(file, ZipArchiveMode.Read);
        Check.Equal("b,c", string.Join(',', read.Entries.Select(entry => entry.Name)));
        Check.Equal("three", Encoding.UTF8.GetString(Content(read, "c")));
    }

    [KernelTest]
    internal static void Several_threads_compress_at_once()
    {
        byte[] expected = Compressed(Prose(30_000), s => new DeflateStream(s, CompressionLevel.Optimal, true));
        Parallel(8, index =>
        {
            for (int round = 0; round < 4; round++)
            {
                byte[] source = index % 2 == 0 ? Prose(30_000) : Noise(10_000 + (1000 * index));
                RoundTrip(source, s => new BrotliStream(s, CompressionLevel.Fastest, true),
                    s => new BrotliStream(s, CompressionMode.Decompress));
                byte[] deflated = RoundTrip(source, s => new DeflateStream(s, CompressionLevel.Optimal, true),
                    s => new DeflateStream(s, CompressionMode.Decompress));
                Check.That(index % 2 != 0 || deflated.AsSpan().SequenceEqual(expected));
            }
        });
    }

    /// <summary>Runs an action on threads of their own, and passes on what one of them throws.</summary>
    internal static void Parallel(int threads, Action<int> action)
        => Task.WhenAll(Enumerable.Range(0, threads).Select(index => Task.Factory.StartNew(
            () => action(index), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .GetAwaiter().GetResult();

    private static void RoundTrips(Func<Stream, CompressionLevel, Stream> compressor, Func<Stream, Stream> decompressor)
    {
        foreach (CompressionLevel level in new[]
            { CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal })
        {
            foreach (byte[] source in new[] { [], [7], Prose(70_000), Noise(70_000), new byte[300_000] })
            {
                RoundTrip(source, stream => compressor(stream, level), decompressor);
            }
        }
        RoundTrip(Prose(20_000), stream => compressor(stream, CompressionLevel.SmallestSize), decompressor);
    }

    private static byte[] RoundTrip(byte[] source, Func<Stream, Stream> compressor, Func<Stream, Stream> decompressor)
    {
        byte[] compressed = Compressed(source, compressor);
        using Stream stream = decompressor(new MemoryStream(compressed));
        MemoryStream result = new();
        stream.CopyTo(result);
        Check.That(result.ToArray().AsSpan().SequenceEqual(source), $"{source.Length} bytes");
        return compressed;
    }

    private static byte[] Compressed(byte[] source, Func<Stream, Stream> compressor)
    {
        MemoryStream result = new();
        using (Stream stream = compressor(result))
        {
            // In pieces, so that the stream's own buffers fill at odd places.
            for (int at = 0; at < source.Length; at += 4099)
            {
                stream.Write(source, at, Math.Min(4099, source.Length - at));
            }
        }
        return result.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content, CompressionLevel level)
    {
        using Stream stream = archive.CreateEntry(name, level).Open();
        stream.Write(content);
    }

    private static byte[] Content(ZipArchive archive, string name)
    {
        using Stream stream = archive.GetEntry(name)!.Open();
        MemoryStream result = new();
        stream.CopyTo(result);
        return result.ToArray();
    }

    private static MemoryStream Bytes(string hexadecimal) => new(Convert.FromHexString(hexadecimal));

    private static string Text(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII);
        return reader.ReadToEnd();
    }

    private static byte[] Prose(int length)
    {
        string[] words = ["core", "thread", "the", "waits", "for", "a", "page", "frame", "of", "memory", "and", "runs"];
        Random random = new(Seed);
        StringBuilder text = new();
        while (text.Length < length)
        {
            text.Append(words[random.Next(words.Length)]).Append(random.Next(8) == 0 ? ". " : " ");
        }
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(Seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>CRC-32 bit by bit, as its definition says.</summary>
    private static uint Crc32(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }
        return ~crc;
    }
}
