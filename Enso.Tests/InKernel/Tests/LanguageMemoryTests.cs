using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What the language makes of memory: spans, references, pointers, stack memory, layouts, strings.</summary>
internal static unsafe class LanguageMemoryTests
{
    private ref struct Splitter(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }
            int end = _rest.IndexOf(',');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return true;
        }

        public readonly Splitter GetEnumerator() => this;
    }

    [KernelTest]
    internal static void A_ref_struct_walks_over_text_without_allocating()
    {
        int sum = 0;
        int Total(string text)
        {
            int total = 0;
            foreach (ReadOnlySpan<char> part in new Splitter(text))
            {
                total += int.Parse(part, CultureInfo.InvariantCulture);
            }
            return total;
        }

        sum = Total("1,2,3");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            sum += Total("10,20,30,40");
        }
        Check.Equal((10006L, 0L), (sum, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    [KernelTest]
    internal static void Spans_slice_compare_search_and_sort()
    {
        Span<int> numbers = stackalloc int[] { 5, 3, 9, 1, 7 };
        numbers[1..4].Sort();
        Check.Equal("5,1,3,9,7", string.Join(',', numbers.ToArray()));
        Check.Equal((3, -1), (numbers.IndexOf(9), numbers.IndexOf(4)));
        numbers[..2].CopyTo(numbers[1..]);
        Check.Equal("5,5,1,9,7", string.Join(',', numbers.ToArray()));
        numbers.Reverse();
        Check.That(numbers.SequenceEqual([7, 9, 1, 5, 5]));
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers);
        Check.Equal((20, (byte)9), (bytes.Length, bytes[4]));
        Check.Throws<ArgumentException>(() => new int[3].CopyTo(new int[2].AsSpan()));
        numbers.Clear();
        Check.Equal(0, numbers.ToArray().Sum());
    }

    private static ref int Largest(Span<int> numbers)
    {
        ref int largest = ref numbers[0];
        foreach (ref int number in numbers)
        {
            if (number > largest)
            {
                largest = ref number;
            }
        }
        return ref largest;
    }

    [KernelTest]
    internal static void References_are_returned_reassigned_and_passed_in()
    {
        int[] numbers = [3, 8, 5];
        Largest(numbers) = 0;
        Largest(numbers) += 10;
        Check.Equal("3,0,15", string.Join(',', numbers));
        static int Sum(in int left, ref readonly int right) => left + right;
        Check.Equal(18, Sum(numbers[0], in numbers[2]));
        ref int chosen = ref (numbers[1] == 0 ? ref numbers[1] : ref numbers[2]);
        chosen = -1;
        Check.Equal(-1, numbers[1]);
        Check.That(Unsafe.IsNullRef(ref Unsafe.NullRef<int>()) && !Unsafe.IsNullRef(ref chosen));
    }

    [KernelTest]
    internal static void Stack_memory_is_as_large_as_asked_zero_and_gone_afterwards()
    {
        int Use(int size)
        {
            Span<byte> memory = stackalloc byte[size];
            int dirty = memory.IndexOfAnyExcept((byte)0);
            memory.Fill(0xAA);
            return dirty;
        }

        for (int size = 0; size < 40_000; size += 1237)
        {
            Check.Equal(-1, Use(size));
        }
        int* numbers = stackalloc int[10];
        for (int i = 0; i < 10; i++)
        {
            numbers[i] = i * i;
        }
        Check.Equal(285, new ReadOnlySpan<int>(numbers, 10).ToArray().Sum());
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlay
    {
        [FieldOffset(0)]
        public double Number;
        [FieldOffset(0)]
        public ulong Bits;
        [FieldOffset(4)]
        public uint High;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Packed
    {
        public byte First;
        public int Second;
        public fixed short Third[3];
    }

    private struct Aligned
    {
        public byte First;
        public long Second;
        public short Third;
    }

    [KernelTest]
    internal static void Structures_have_the_layout_they_ask_for()
    {
        Overlay overlay = new() { Number = 1.0 };
        Check.Equal((0x3FF0_0000_0000_0000UL, 0x3FF0_0000u), (overlay.Bits, overlay.High));
        Aligned aligned = new() { First = 1, Second = 2, Third = 3 };
        Check.Equal((11, 24, 8L), (sizeof(Packed), sizeof(Aligned), (byte*)&aligned.Second - &aligned.First));
        Check.Equal(16L, (byte*)&aligned.Third - (byte*)&aligned);
        Packed packed = new() { First = 1, Second = 0x0403_0201 };
        packed.Third[2] = 0x0B0A;
        byte* bytes = (byte*)&packed;
        Check.Equal((4, 0x0A, 0x0B), (bytes[4], bytes[9], bytes[10]));
        Packed copy = packed;
        copy.Third[2]++;
        Check.Equal(0x0B0A, packed.Third[2]);
    }

    [InlineArray(5)]
    private struct Five
    {
        private string? _element;
    }

    [KernelTest]
    internal static void An_inline_array_holds_its_elements_in_place()
    {
        Five five = default;
        for (int i = 0; i < 5; i++)
        {
            five[i] = $"{i}";
        }
        Five copy = five;
        copy[2] = "changed";
        GC.Collect();
        Check.Equal("0,1,2,3,4", string.Join(',', five[..].ToArray()));
        Check.Equal("2 changed", $"{five[2]} {copy[2]}");
        Check.Throws<IndexOutOfRangeException>(() => GC.KeepAlive(new Five()[Opaque.Value(5)]));
    }

    private static int Twice(int n) => n * 2;

    private static int Square(int n) => n * n;

    [KernelTest]
    internal static void Pointers_to_functions_and_memory_work()
    {
        delegate*<int, int>[] functions = [&Twice, &Square];
        Check.Equal("14,49", $"{functions[0](7)},{functions[1](7)}");
        void* memory = NativeMemory.AllocZeroed(100, sizeof(long));
        long* numbers = (long*)memory;
        for (int i = 0; i < 100; i++)
        {
            Check.Equal(0L, numbers[i]);
            numbers[i] = i;
        }
        memory = NativeMemory.Realloc(memory, 1000 * sizeof(long));
        numbers = (long*)memory;
        Check.Equal(99L, *(numbers + 99));
        Check.Equal(10L, &numbers[15] - &numbers[5]);
        NativeMemory.Free(memory);
        void* aligned = NativeMemory.AlignedAlloc(1000, 4096);
        Check.Equal(0UL, (ulong)aligned % 4096);
        NativeMemory.AlignedFree(aligned);
    }

    [KernelTest]
    internal static void Bits_are_reinterpreted_and_counted()
    {
        Check.Equal(0x4048_F5C3, BitConverter.SingleToInt32Bits(3.14f));
        Check.Equal(1.5f, Unsafe.BitCast<int, float>(0x3FC0_0000));
        Check.Equal((3, 61, 2, 0x8000_0000u), (System.Numerics.BitOperations.PopCount(0b1011UL),
            System.Numerics.BitOperations.LeadingZeroCount(5UL), System.Numerics.BitOperations.TrailingZeroCount(12),
            System.Numerics.BitOperations.RotateRight(1u, 1)));
        Check.Equal((-1, 0x7FFF_FFFF, 0x0F), (-16 >> 31, -1 >>> 1, 0xF0 >> 4));
        Check.Equal(1 << 3, 1 << Opaque.Value(35));
        Check.Equal(int.MaxValue, (int)Opaque.Value(1e300));
        Check.Equal(0, (int)Opaque.Value(double.NaN));
    }

    [KernelTest]
    internal static void Strings_are_interpolated_sliced_and_compared()
    {
        double number = 1234.5;
        string name = "Ensō";
        Check.Equal("Ensō  |1,234.50|00ff|  x", $"{name,-6}|{number:N2}|{255:x4}|{'x',3}");
        Check.Equal(("ns", "ō", 4), (name[1..3], name[^1..], name.Length));
        Check.Equal(5, Encoding.UTF8.GetByteCount(name));
        Check.That("Ensō"u8.SequenceEqual(Encoding.UTF8.GetBytes(name)));
        Check.Equal("""
            a "quoted" {brace}
              indented
            """, "a \"quoted\" {brace}\n  indented");
        Check.Equal($$"""{ "n": {{1 + 1}} }""", "{ \"n\": 2 }");
        Check.That(string.CompareOrdinal("a", "b") < 0);
        Check.That("STRASSE".Equals("strasse", StringComparison.OrdinalIgnoreCase));
        Check.Equal("c,b,a", string.Join(',', "a-b-c".Split('-').AsEnumerable().Reverse()));
        Check.Equal("x=1;y=2", "y=2;x=1".Split(';').Order().Aggregate((a, b) => $"{a};{b}"));
        Check.Equal("   7", 7.ToString().PadLeft(4));
        Check.That(ReferenceEquals(string.Intern(new string(['l', 'i', 't'])), string.Intern("lit")));
        Check.Equal("dlrow", string.Create(5, "world", (span, text) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = text[^(i + 1)];
            }
        }));
        Check.Equal(3, "e\u0301a".EnumerateRunes().Count());
        Check.Equal("aXc", new StringBuilder("abc").Replace('b', 'X').ToString());
    }

    [KernelTest]
    internal static void Multi_dimensional_and_jagged_arrays_keep_their_shape()
    {
        int[,,] cube = new int[2, 3, 4];
        int count = 0;
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                for (int k = 0; k < 4; k++)
                {
                    cube[i, j, k] = count++;
                }
            }
        }
        Check.Equal((24, 3, 23, 276), (cube.Length, cube.GetLength(1), cube[1, 2, 3], cube.Cast<int>().Sum()));
        int[][] jagged = [[1], [2, 3], []];
        Check.Equal("1,2,0", string.Join(',', jagged.Select(row => row.Length)));
        string[,] table = { { "a", "b" }, { "c", "d" } };
        string[,] copy = (string[,])table.Clone();
        copy[0, 0] = "x";
        Check.Equal("a x", $"{table[0, 0]} {copy[0, 0]}");
    }
}
