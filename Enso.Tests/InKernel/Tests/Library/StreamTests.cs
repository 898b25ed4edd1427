using System.IO.Pipelines;
using System.Text;

namespace Enso.Tests.InKernel.Tests.Library;

/// <summary>Streams over memory, readers and writers over streams, and pipes.</summary>
internal static class StreamTests
{
    [KernelTest]
    internal static void A_memory_stream_grows_seeks_and_truncates()
    {
        using MemoryStream stream = new();
        stream.Write("hello world"u8);
        stream.Position = 6;
        stream.Write("W"u8);
        Check.Equal("hello World", Encoding.UTF8.GetString(stream.ToArray()));
        stream.Seek(3, SeekOrigin.End);
        stream.WriteByte((byte)'!');
        Check.Equal(15L, stream.Length);
        Check.Equal("\0\0\0!", Encoding.UTF8.GetString(stream.ToArray().AsSpan(11)));
        stream.SetLength(5);
        Check.Equal(5L, stream.Position);
        Check.Equal(-1, stream.ReadByte());
        stream.Position = 0;
        Check.Throws<EndOfStreamException>(() => stream.ReadExactly(new byte[6]));
        Check.Throws<IOException>(() => stream.Seek(-1, SeekOrigin.Begin));
        using MemoryStream fixedSize = new(new byte[3], writable: true);
        Check.Throws<NotSupportedException>(() => fixedSize.Write("abcd"u8));
        stream.Dispose();
        Check.Throws<ObjectDisposedException>(() => stream.ReadByte());
    }

    [KernelTest]
    internal static void What_a_binary_writer_writes_a_binary_reader_reads()
    {
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(true);
            writer.Write((short)-2);
            writer.Write(0x1122334455667788);
            writer.Write(1.25);
            writer.Write(12.50m);
            writer.Write("Zoë");
            writer.Write7BitEncodedInt(300);
            writer.Write('€');
            writer.Write((Half)0.5);
        }
        Check.Equal("01FEFF8877665544332211000000000000F43FE2040000000000000000000000000200045A6FC3ABAC02E282AC0038",
            Convert.ToHexString(stream.ToArray()));
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        Check.That(reader.ReadBoolean());
        Check.Equal((short)-2, reader.ReadInt16());
        Check.Equal(0x1122334455667788, reader.ReadInt64());
        Check.Equal(1.25, reader.ReadDouble());
        Check.Equal("12.50", reader.ReadDecimal().ToString());
        Check.Equal("Zoë", reader.ReadString());
        Check.Equal(300, reader.Read7BitEncodedInt());
        Check.Equal('€', reader.ReadChar());
        Check.Equal((Half)0.5, reader.ReadHalf());
        Check.Throws<EndOfStreamException>(() => reader.ReadByte());
    }

    [KernelTest]
    internal static void A_reader_finds_lines_encodings_and_its_end()
        => Worker.Complete(async () =>
        {
            string text = string.Concat(Enumerable.Range(0, 500).Select(i => $"line {i} – €\r\n"));
            foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.UTF32 })
            {
                byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
                using StreamReader reader = new(new MemoryStream(bytes), detectEncodingFromByteOrderMarks: true);
                for (int i = 0; i < 500; i++)
                {
                    Check.Equal($"line {i} – €", await reader.ReadLineAsync());
                }
                Check.Equal(null, await reader.ReadLineAsync());
                Check.Equal(encoding.CodePage, reader.CurrentEncoding.CodePage);
            }
            using StringReader lines = new("a\rb\nc\r\n\r\nd");
            List<string> all = [];
            while (lines.ReadLine() is { } line)
            {
                all.Add(line);
            }
            Check.Sequence(["a", "b", "c", "", "d"], all);
            using StringWriter writer = new() { NewLine = "|" };
            writer.WriteLine("{0:N2}", 1.5);
            writer.Write('x');
            Check.Equal("1.50|x", writer.ToString());
        });

    [KernelTest]
    internal static void A_buffered_stream_gathers_small_writes()
    {
        using CountingStream counting = new();
        using BufferedStream buffered = new(counting, 64);
        for (int i = 0; i < 200; i++)
        {
            buffered.WriteByte((byte)i);
        }
        Check.That(counting.Writes <= 4, $"{counting.Writes} writes");
        buffered.Flush();
        Check.Sequence(Enumerable.Range(0, 200).Select(i => (byte)i), counting.ToArray());
        using MemoryStream copy = new();
        counting.Position = 0;
        counting.CopyTo(copy, 16);
        Check.Equal(200L, copy.Length);
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Writes++;
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            base.Write(buffer);
        }
    }

    [KernelTest]
    internal static void A_pipe_passes_bytes_with_back_pressure()
        => Worker.Complete(async () =>
        {
            Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500, minimumSegmentSize: 64));
            const int total = 20_000;
            Task writer = Task.Run(async () =>
            {
                for (int sent = 0; sent < total;)
                {
                    Memory<byte> memory = pipe.Writer.GetMemory(1);
                    int count = Math.Min(memory.Length, total - sent);
                    for (int i = 0; i < count; i++)
                    {
                        memory.Span[i] = (byte)((sent + i) * 7);
                    }
                    sent += count;
                    pipe.Writer.Advance(count);
                    await pipe.Writer.FlushAsync();
                }
                await pipe.Writer.CompleteAsync();
            });
            int read = 0;
            while (true)
            {
                ReadResult result = await pipe.Reader.ReadAsync();
                Check.That(result.Buffer.Length <= 1000 + 4096, $"{result.Buffer.Length} bytes waited");
                foreach (ReadOnlyMemory<byte> part in result.Buffer)
                {
                    for (int i = 0; i < part.Length; i++)
                    {
                        Check.Equal((byte)(read++ * 7), part.Span[i]);
                    }
                }
                pipe.Reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
            await writer;
            Check.Equal(total, read);
        });

    [KernelTest]
    internal static void A_reader_of_a_pipe_looks_ahead_without_taking()
        => Worker.Complete(async () =>
        {
            Pipe pipe = new();
            await pipe.Writer.WriteAsync("GET /"u8.ToArray());
            ReadResult partial = await pipe.Reader.ReadAsync();
            Check.Equal(5L, partial.Buffer.Length);
            // All was seen and none is taken: the next read waits for more.
            pipe.Reader.AdvanceTo(partial.Buffer.Start, partial.Buffer.End);
            ValueTask<ReadResult> next = pipe.Reader.ReadAsync();
            Check.That(!next.IsCompleted);
            await pipe.Writer.WriteAsync(" HTTP\r\n"u8.ToArray());
            ReadResult whole = await next;
            Check.Equal("GET / HTTP\r\n", Encoding.ASCII.GetString(whole.Buffer));
            pipe.Reader.AdvanceTo(whole.Buffer.End);
            ValueTask<ReadResult> cancelled = pipe.Reader.ReadAsync();
            pipe.Reader.CancelPendingRead();
            Check.That((await cancelled).IsCanceled);
            await pipe.Writer.CompleteAsync(new IOException("broken"));
            IOException e = await Check.ThrowsAsync<IOException>(async () => await pipe.Reader.ReadAsync());
            Check.Equal("broken", e.Message);
        });
}
