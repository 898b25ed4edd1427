using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Enso.Tests.InKernel.Tests.Numerics;

/// <summary>Vector arithmetic in every width against the same done one by one.</summary>
internal static class VectorTests
{
    [KernelTest]
    internal static void Lanes_of_every_width_compute_like_single_numbers()
    {
        Random random = new(6);
        int[] a = [.. Enumerable.Range(0, 16).Select(_ => random.Next(-1000, 1000))];
        int[] b = [.. Enumerable.Range(0, 16).Select(_ => random.Next(1, 1000))];
        int[] result = new int[16];
        (Vector128.Create(a) * Vector128.Create(b)).CopyTo(result);
        Check.Sequence(a.Take(4).Zip(b, (x, y) => x * y), result.Take(4));
        (Vector256.Create(a) - Vector256.Create(b)).CopyTo(result);
        Check.Sequence(a.Take(8).Zip(b, (x, y) => x - y), result.Take(8));
        (Vector512.Create(a) & Vector512.Create(b)).CopyTo(result);
        Check.Sequence(a.Zip(b, (x, y) => x & y), result);
        Vector128.Max(Vector128.Create(a), Vector128.Create(b)).CopyTo(result);
        Check.Sequence(a.Take(4).Zip(b, Math.Max), result.Take(4));
        Check.Equal(a.Take(8).Sum(), Vector256.Sum(Vector256.Create(a)));
        Check.Equal(a.Take(4).Zip(b, (x, y) => x * y).Sum(), Vector128.Dot(Vector128.Create(a), Vector128.Create(b)));
        Check.Equal(Vector128.Create(8, 7, 6, 5), Vector128.Shuffle(Vector128.Create(5, 6, 7, 8), Vector128.Create(3, 2, 1, 0)));
        Check.Equal(0b0101u, Vector128.LessThan(Vector128.Create(1, 5, 1, 5), Vector128.Create(3)).ExtractMostSignificantBits());
    }

    [KernelTest]
    internal static void A_sum_by_vectors_of_the_machines_width_is_the_plain_sum()
    {
        float[] numbers = [.. Enumerable.Range(1, 1000).Select(i => (float)i)];
        Vector<float> sums = Vector<float>.Zero;
        int at = 0;
        for (; at <= numbers.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            sums += new Vector<float>(numbers, at);
        }
        float sum = Vector.Sum(sums);
        for (; at < numbers.Length; at++)
        {
            sum += numbers[at];
        }
        Check.Equal(500500f, sum);
        Check.That(Vector<byte>.Count is 16 or 32 or 64, $"{Vector<byte>.Count}");
        Check.That(Vector.IsHardwareAccelerated && Vector128.IsHardwareAccelerated);
    }

    [KernelTest]
    internal static void Instructions_that_the_processor_offers_do_what_their_manual_says()
    {
        Check.That(Sse42.IsSupported && Popcnt.IsSupported);
        if (Avx2.IsSupported)
        {
            Vector256<byte> bytes = Vector256.Create(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
            // VPSHUFB looks up within each half.
            Vector256<byte> reversed = Avx2.Shuffle(bytes, Vector256.Create((byte)15) - (bytes & Vector256.Create((byte)15)));
            Check.Equal((byte)15, reversed[0]);
            Check.Equal((byte)31, reversed[16]);
            Check.Equal(-1, Avx2.MoveMask(Avx2.CompareEqual(bytes, bytes)));
        }
        if (Bmi2.X64.IsSupported)
        {
            // Of the four bits that the mask names, the first and the last are set.
            Check.Equal(0b1001UL, Bmi2.X64.ParallelBitExtract(0b1000_0010_0000, 0b1100_0110_0000));
        }
        if (Fma.IsSupported)
        {
            Check.Equal(Vector128.Create(7.0f), Fma.MultiplyAdd(Vector128.Create(2f), Vector128.Create(3f), Vector128.Create(1f)));
        }
    }

    [KernelTest]
    internal static void Vector_state_is_each_threads_own()
        => Worker.RunMany(Environment.ProcessorCount + 2, i =>
        {
            Vector256<long> sum = Vector256<long>.Zero;
            Vector256<long> step = Vector256.Create(i + 1L, i + 2, i + 3, i + 4);
            for (int k = 0; k < 20_000; k++)
            {
                sum += step;
                if (k % 2000 == 0)
                {
                    Thread.Yield();
                }
            }
            Check.Equal(step * 20_000L, sum);
        });

    [KernelTest]
    internal static void Geometry_transforms_points()
    {
        Matrix4x4 matrix = Matrix4x4.CreateRotationZ(MathF.PI / 2) * Matrix4x4.CreateTranslation(1, 2, 3);
        Vector3 turned = Vector3.Transform(Vector3.UnitX, matrix);
        Check.That(Vector3.Distance(new Vector3(1, 3, 3), turned) < 1e-6f, $"{turned}");
        Check.That(Matrix4x4.Invert(matrix, out Matrix4x4 inverse));
        Check.That(Vector3.Distance(Vector3.UnitX, Vector3.Transform(turned, inverse)) < 1e-6f);
        Quaternion quarter = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, MathF.PI / 2);
        Check.That(Vector3.Distance(Vector3.UnitY, Vector3.Transform(Vector3.UnitX, quarter)) < 1e-6f);
        Check.Equal(32f, Vector3.Dot(new Vector3(1, 2, 3), new Vector3(4, 5, 6)));
        Check.Equal(new Vector3(0, 0, 1), Vector3.Cross(Vector3.UnitX, Vector3.UnitY));
    }

    [KernelTest]
    internal static void Searching_spans_by_vectors_finds_what_a_loop_finds()
    {
        byte[] bytes = new byte[300];
        for (int length = 0; length < bytes.Length; length += 13)
        {
            for (int at = 0; at < length; at += 7)
            {
                bytes[at] = 1;
                ReadOnlySpan<byte> span = bytes.AsSpan(0, length);
                Check.Equal(at, span.IndexOf((byte)1));
                Check.Equal(at, span.IndexOfAnyExcept((byte)0));
                Check.Equal(at, span.LastIndexOf((byte)1));
                Check.Equal(1, span.Count((byte)1));
                bytes[at] = 0;
            }
        }
        ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(bytes);
        Check.Equal(-1, numbers.IndexOfAnyInRange(1, 5));
    }
}
