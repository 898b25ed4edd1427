using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Enso.Machine.Runtime;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Random bytes of every origin: the kernel's generator, OpenSSL's behind RandomNumberGenerator, and
/// Guid.</summary>
/// <remarks>What is random is tested against bounds that a good generator passes all but once in 10^13 runs.</remarks>
internal static unsafe class RandomTests
{
    private const int Sample = 1 << 20;

    [DllImport("enso", EntryPoint = "getrandom")]
    private static extern long GetRandom(byte* buffer, nuint count, uint flags);

    [DllImport("enso", EntryPoint = "getentropy")]
    private static extern int GetEntropy(byte* buffer, nuint count);

    [KernelTest]
    internal static void The_kernels_generator_is_balanced()
    {
        byte[] bytes = new byte[Sample];
        fixed (byte* start = bytes)
        {
            RandomBytes.Fill(start, Sample);
        }
        CheckBalance(bytes);
    }

    [KernelTest]
    internal static void RandomNumberGenerator_is_balanced() => CheckBalance(RandomNumberGenerator.GetBytes(Sample));

    [KernelTest]
    internal static void Many_small_requests_are_balanced_too()
    {
        byte[] bytes = new byte[Sample];
        fixed (byte* start = bytes)
        {
            for (int at = 0, length = 1; at < Sample; at += length, length = 1 + (length * 7 % 97))
            {
                length = Math.Min(length, Sample - at);
                RandomBytes.Fill(start + at, (ulong)length);
            }
        }
        CheckBalance(bytes);
    }

    [KernelTest]
    internal static void No_two_calls_give_the_same()
    {
        HashSet<UInt128> seen = [];
        byte* bytes = stackalloc byte[16];
        for (int i = 0; i < 5000; i++)
        {
            RandomBytes.Fill(bytes, 16);
            Check.That(seen.Add(*(UInt128*)bytes));
            RandomNumberGenerator.Fill(new Span<byte>(bytes, 16));
            Check.That(seen.Add(*(UInt128*)bytes));
            Check.Equal(16L, GetRandom(bytes, 16, 0));
            Check.That(seen.Add(*(UInt128*)bytes));
            Check.Equal(0, GetEntropy(bytes, 16));
            Check.That(seen.Add(*(UInt128*)bytes));
        }
    }

    [KernelTest]
    internal static void No_two_threads_are_given_the_same()
    {
        UInt128[][] given = new UInt128[8][];
        CompressionTests.Parallel(given.Length, index =>
        {
            UInt128[] own = new UInt128[4000];
            for (int i = 0; i < own.Length; i += 2)
            {
                fixed (UInt128* place = &own[i])
                {
                    RandomBytes.Fill((byte*)place, 16);
                }
                RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(own.AsSpan(i + 1, 1)));
            }
            given[index] = own;
        });
        HashSet<UInt128> all = [.. given.SelectMany(own => own)];
        Check.Equal(8 * 4000, all.Count);
    }

    [KernelTest]
    internal static void Exactly_what_was_asked_for_is_filled()
    {
        const int room = 300;
        byte[] union = new byte[room];
        byte* buffer = stackalloc byte[room];
        for (int length = 0; length <= 200; length++)
        {
            union.AsSpan().Clear();
            // A byte stays zero 16 times in a row once in 2^128 tries.
            for (int round = 0; round < 16; round++)
            {
                new Span<byte>(buffer, room).Clear();
                RandomBytes.Fill(buffer, (ulong)length);
                for (int i = 0; i < room; i++)
                {
                    union[i] |= buffer[i];
                }
            }
            Check.That(!union.AsSpan(0, length).Contains((byte)0), $"{length} bytes");
            Check.Equal(-1, union.AsSpan(length).IndexOfAnyExcept((byte)0));
        }
    }

    [KernelTest]
    internal static void Guids_are_random_and_say_so()
    {
        HashSet<Guid>[] made = [[], [], [], [], [], []];
        CompressionTests.Parallel(made.Length, index =>
        {
            for (int i = 0; i < 3000; i++)
            {
                Guid guid = Guid.NewGuid();
                Check.Equal(4, guid.Version);
                Check.That(guid.Variant is >= 8 and <= 11);
                made[index].Add(guid);
            }
        });
        Check.Equal(6 * 3000, made.SelectMany(own => own).Distinct().Count());
    }

    [KernelTest]
    internal static void Guids_of_time_are_in_order_of_time()
    {
        DateTimeOffset time = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Guid earlier = Guid.CreateVersion7(time);
        Guid later = Guid.CreateVersion7(time.AddMilliseconds(1));
        Check.Equal(7, later.Version);
        Check.That(earlier < later);
        Check.That(Guid.CreateVersion7(time) != Guid.CreateVersion7(time));
    }

    [KernelTest]
    internal static void Random_numbers_below_a_limit_are_evenly_spread()
    {
        const int limit = 10;
        const int draws = 20_000;
        int[] counts = new int[limit];
        for (int i = 0; i < draws; i++)
        {
            counts[RandomNumberGenerator.GetInt32(limit)]++;
        }
        double expected = (double)draws / limit;
        double distance = counts.Sum(count => (count - expected) * (count - expected) / expected);
        // Chi-squared with 9 degrees of freedom.
        Check.That(distance < 85, $"{string.Join(' ', counts)}");
    }

    [KernelTest]
    internal static void A_shuffle_keeps_every_item_once()
    {
        int[] items = [.. Enumerable.Range(0, 1000)];
        RandomNumberGenerator.Shuffle(items.AsSpan());
        Check.That(!items.SequenceEqual(Enumerable.Range(0, 1000)));
        Check.That(items.Order().SequenceEqual(Enumerable.Range(0, 1000)));
        Check.That(RandomNumberGenerator.GetString("ab", 64).All(letter => letter is 'a' or 'b'));
    }

    [KernelTest]
    internal static void Generators_for_simulation_start_differently()
    {
        HashSet<long> first = [];
        for (int i = 0; i < 100; i++)
        {
            first.Add(new Random().NextInt64());
        }
        Check.Equal(100, first.Count);
        Check.Equal(new Random(5).NextInt64(), new Random(5).NextInt64());
    }

    [KernelTest]
    internal static void Entropy_differs_each_time_it_is_gathered()
    {
        HashSet<ulong> seen = [];
        ulong* words = stackalloc ulong[EntropySource.Words];
        for (int i = 0; i < 20; i++)
        {
            new Span<ulong>(words, EntropySource.Words).Clear();
            EntropySource.Gather(words);
            for (int k = 0; k < EntropySource.Words; k++)
            {
                Check.That(seen.Add(words[k]));
            }
        }
    }

    [KernelTest]
    internal static void Wrong_requests_for_entropy_are_refused()
    {
        byte* bytes = stackalloc byte[300];
        Check.Equal(-1, GetEntropy(bytes, 257));
        Check.Equal(0, GetEntropy(bytes, 256));
        Check.Equal(-1L, GetRandom(bytes, 16, 0x80));
        Check.Equal(-1L, GetRandom(null, 16, 0));
        Check.Equal(0L, GetRandom(null, 0, 0));
        Check.Equal(300L, GetRandom(bytes, 300, 1));
    }

    /// <summary>Frequencies of bits, of changes between neighbouring bits, and of byte values.</summary>
    private static void CheckBalance(byte[] bytes)
    {
        long bits = bytes.Length * 8L;
        long ones = 0;
        long changes = 0;
        int previous = bytes[0] & 1;
        int[] counts = new int[256];
        foreach (byte value in bytes)
        {
            ones += BitOperations.PopCount(value);
            // Each bit beside the one before it, the last of the byte before included.
            changes += BitOperations.PopCount((uint)((value ^ ((value << 1) | previous)) & 0xFF));
            previous = value >> 7;
            counts[value]++;
        }
        // Eight standard deviations of a binomial distribution.
        double allowed = 8 * Math.Sqrt(bits) / 2;
        Check.That(Math.Abs(ones - (bits / 2)) < allowed, $"{ones} of {bits} bits are set");
        Check.That(Math.Abs(changes - (bits / 2)) < allowed, $"{changes} of {bits} bits differ from the one before");
        double expected = bytes.Length / 256.0;
        double distance = counts.Sum(count => (count - expected) * (count - expected) / expected);
        // Chi-squared with 255 degrees of freedom, both ends.
        Check.That(distance is > 115 and < 470, $"the values of bytes are {distance:F0} from even");
    }
}
