namespace Enso.Tests.InKernel.Tests.Library;

/// <summary>Random numbers: seeded ones are .NET's documented sequence, others differ.</summary>
internal static class RandomTests
{
    [KernelTest]
    internal static void A_seed_gives_the_subtractive_generators_sequence()
    {
        // Knuth's subtractive generator as .NET has had it since version 1 (The Art of Computer Programming, 3.2.2).
        foreach (int seed in new[] { 0, 1, 42, 12345, -7, int.MaxValue, int.MinValue })
        {
            int[] expected = Subtractive(seed, 40);
            Random random = new(seed);
            Check.Sequence(expected, Enumerable.Range(0, 40).Select(_ => random.Next()));
        }
        // The values that .NET programs have printed for these seeds.
        Check.Equal(1559595546, new Random(0).Next());
        Check.Equal(1434747710, new Random(42).Next());
        Check.Equal(66, new Random(42).Next(100));
    }

    private static int[] Subtractive(int seed, int count)
    {
        int[] table = new int[56];
        int j = 161803398 - (seed == int.MinValue ? int.MaxValue : Math.Abs(seed));
        table[55] = j;
        int k = 1;
        for (int i = 1; i < 55; i++)
        {
            int at = 21 * i % 55;
            table[at] = k;
            k = j - k;
            k += k < 0 ? int.MaxValue : 0;
            j = table[at];
        }
        for (int round = 0; round < 4; round++)
        {
            for (int i = 1; i < 56; i++)
            {
                table[i] -= table[1 + ((i + 30) % 55)];
                table[i] += table[i] < 0 ? int.MaxValue : 0;
            }
        }
        int[] result = new int[count];
        int a = 0;
        int b = 21;
        for (int i = 0; i < count; i++)
        {
            a = a == 55 ? 1 : a + 1;
            b = b == 55 ? 1 : b + 1;
            int value = table[a] - table[b];
            value -= value == int.MaxValue ? 1 : 0;
            value += value < 0 ? int.MaxValue : 0;
            table[a] = value;
            result[i] = value;
        }
        return result;
    }

    [KernelTest]
    internal static void Numbers_lie_in_their_ranges_and_reach_all_of_them()
    {
        Random random = new(99);
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++)
        {
            counts[random.Next(-5, 5) + 5]++;
            Check.That(random.NextDouble() is >= 0 and < 1);
            Check.That(random.NextInt64(1L << 40) is >= 0 and < 1L << 40);
        }
        Check.That(counts.All(n => n is > 800 and < 1200), string.Join(',', counts));
        Check.Throws<ArgumentOutOfRangeException>(() => random.Next(2, 1));
        Check.Equal(5, random.Next(5, 5));
    }

    [KernelTest]
    internal static void A_shuffle_keeps_all_items_and_a_choice_takes_only_those()
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        Random random = new(3);
        random.Shuffle(items);
        Check.That(!items.SequenceEqual(Enumerable.Range(0, 100)));
        Check.Sequence(Enumerable.Range(0, 100), items.Order());
        char[] chosen = random.GetItems("abc".AsSpan(), 200);
        Check.Equal("abc", string.Concat(chosen.Distinct().Order()));
    }

    [KernelTest]
    internal static void Unseeded_generators_differ_and_the_shared_one_serves_all_threads()
    {
        HashSet<long> seen = [];
        for (int i = 0; i < 50; i++)
        {
            Check.That(seen.Add(new Random().NextInt64()));
        }
        Worker.RunMany(6, _ =>
        {
            for (int i = 0; i < 500; i++)
            {
                Check.That(Random.Shared.Next(7) is >= 0 and < 7);
            }
        });
    }

    [KernelTest]
    internal static void Guids_differ_carry_their_version_and_survive_text()
    {
        HashSet<Guid> seen = [];
        for (int i = 0; i < 500; i++)
        {
            Guid guid = Guid.NewGuid();
            Check.That(seen.Add(guid));
            // RFC 9562: version 4 in the upper half of byte 6, variant 10 in the upper bits of byte 8.
            Check.Equal(4, guid.Version);
            Check.Equal(8, guid.Variant & 0b1100);
        }
        Guid known = new(0x00112233, 0x4455, 0x6677, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF);
        Check.Equal("00112233-4455-6677-8899-aabbccddeeff", known.ToString());
        Check.Equal("{00112233-4455-6677-8899-AABBCCDDEEFF}", known.ToString("B").ToUpperInvariant());
        Check.Equal("3322110055447766 8899AABBCCDDEEFF",
            Convert.ToHexString(known.ToByteArray()).Insert(16, " "));
        Check.Equal("00112233445566778899AABBCCDDEEFF", Convert.ToHexString(known.ToByteArray(bigEndian: true)));
        foreach (string format in new[] { "N", "D", "B", "P", "X" })
        {
            Check.Equal(known, Guid.ParseExact(known.ToString(format), format));
        }
        Check.That(!Guid.TryParse("00112233-4455-6677-8899-aabbccddeef", out _));
        Guid first = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddMilliseconds(0x0123_4567_89AB));
        Check.That(first.ToString().StartsWith("01234567-89ab-7", StringComparison.Ordinal));
    }
}
