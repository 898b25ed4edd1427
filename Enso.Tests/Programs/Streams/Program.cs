using System.IO.Pipelines;
using System.Text;

// Streams, readers and writers, without files.
using MemoryStream memory = new();
using (BinaryWriter writer = new(memory, Encoding.UTF8, leaveOpen: true))
{
    writer.Write(42);
    writer.Write(2.5);
    writer.Write("Ensō");
    writer.Write7BitEncodedInt64(1L << 40);
    writer.Write(true);
}
memory.Position = 0;
using (BinaryReader reader = new(memory, Encoding.UTF8, leaveOpen: true))
{
    Console.WriteLine($"{reader.ReadInt32()} {reader.ReadDouble()} {reader.ReadString()} {reader.Read7BitEncodedInt64()} {reader.ReadBoolean()}");
}
Console.WriteLine(Convert.ToHexString(memory.ToArray()));
try
{
    memory.ReadExactly(new byte[1]);
}
catch (EndOfStreamException)
{
    Console.WriteLine("at the end");
}

using StringReader lines = new("one\r\ntwo\nthree");
for (int n = 1; await lines.ReadLineAsync() is { } line; n++)
{
    Console.WriteLine($"{n} {line}");
}

using MemoryStream target = new();
await using (StreamWriter writer = new(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\n" })
{
    await writer.WriteLineAsync("größer");
}
Console.WriteLine(Convert.ToHexString(target.ToArray()));
target.Position = 0;
using StreamReader detecting = new(target, Encoding.ASCII, detectEncodingFromByteOrderMarks: true);
Console.WriteLine(detecting.ReadToEnd().Trim() + " " + detecting.CurrentEncoding.WebName);

Pipe pipe = new();
Task writing = Task.Run(async () =>
{
    for (int i = 0; i < 3; i++)
    {
        await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes($"part{i};"));
    }
    await pipe.Writer.CompleteAsync();
});
StringBuilder received = new();
while (true)
{
    ReadResult result = await pipe.Reader.ReadAsync();
    received.Append(Encoding.ASCII.GetString(result.Buffer));
    pipe.Reader.AdvanceTo(result.Buffer.End);
    if (result.IsCompleted)
    {
        break;
    }
}
await writing;
Console.WriteLine(received);
using BufferedStream buffered = new(new MemoryStream(new byte[100]));
Console.WriteLine(buffered.Seek(-10, SeekOrigin.End) + " " + buffered.Length + " " + Stream.Null.ReadByte());
Console.Out.Write("by Console.Out, ");
using (Stream standard = Console.OpenStandardOutput())
{
    standard.Write("by the stream\n"u8);
    standard.Write([0x00, 0x0D, 0x0A, 0xFF, 0x1B, 0x5B, 0x6D, 0x0A]);
}
