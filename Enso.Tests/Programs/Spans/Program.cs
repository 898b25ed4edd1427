using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

// Memory without copies.
Span<int> numbers = stackalloc int[16];
for (int i = 0; i < numbers.Length; i++)
{
    numbers[i] = (i * 7) % 16;
}
numbers[4..12].Sort();
Console.WriteLine(string.Join(' ', numbers.ToArray()));
Console.WriteLine($"{numbers.IndexOf(9)} {numbers.Contains(20)} {numbers.IndexOfAnyInRange(10, 12)} {numbers.Count(3)}");

ReadOnlySpan<char> text = "key=value; other=thing";
foreach (Range range in text.Split("; "))
{
    ReadOnlySpan<char> part = text[range];
    int at = part.IndexOf('=');
    Console.WriteLine($"{part[..at]} -> {part[(at + 1)..]}");
}

byte[] bytes = new byte[16];
BinaryPrimitives.WriteInt32BigEndian(bytes, 0x01020304);
BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8), Math.PI);
Console.WriteLine(Convert.ToHexString(bytes));
Console.WriteLine(MemoryMarshal.Cast<byte, ushort>(bytes)[0].ToString("x4"));
Console.WriteLine(MemoryMarshal.Read<Header>(bytes));
Console.WriteLine(Unsafe.SizeOf<Header>());

int[] rented = ArrayPool<int>.Shared.Rent(1000);
Console.WriteLine(rented.Length >= 1000);
ArrayPool<int>.Shared.Return(rented);

Memory<char> memory = "abcdef".ToCharArray();
memory.Span.Reverse();
Console.WriteLine(memory.Slice(1, 3).ToString());

ArrayBufferWriter<byte> writer = new();
"Ensō"u8.CopyTo(writer.GetSpan(8));
writer.Advance(5);
Console.WriteLine(writer.WrittenCount + " " + System.Text.Encoding.UTF8.GetString(writer.WrittenSpan));

int sum = 0;
foreach (ref readonly int n in CollectionsMarshal.AsSpan(new List<int> { 1, 2, 3 }))
{
    sum += n;
}
Console.WriteLine(sum);
Console.WriteLine(Vector128.Sum(Vector128.Create(1, 2, 3, 4) * 10) + " " + Vector256.Dot(Vector256.Create(2.0), Vector256.Create(1.0, 2, 3, 4)));
Console.WriteLine(int.TryParse(text[4..5], out _) + " " + 1234.TryFormat(stackalloc char[3], out int written) + " " + written);

SearchValues<char> vowels = SearchValues.Create("aeiou");
Console.WriteLine("rhythm and blues".AsSpan().IndexOfAny(vowels));
ReadOnlySequence<byte> sequence = new("sequence"u8.ToArray());
Console.WriteLine(sequence.PositionOf((byte)'q')!.Value.GetInteger());
try
{
    Console.WriteLine(numbers[16]);
}
catch (IndexOutOfRangeException)
{
    Console.WriteLine("out of range");
}

[StructLayout(LayoutKind.Sequential, Pack = 1)]
record struct Header(byte A, short B, byte C);
