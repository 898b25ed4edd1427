using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>Random bytes fit for keys: ChaCha20 under a key that <see cref="EntropySource"/> seeds at the first use
/// and refreshes every minute.</summary>
/// <remarks>Each request takes a key of its own and replaces the generator's (Bernstein, <em>Fast-key-erasure
/// random-number generators</em>, 2017): what was given out cannot be computed from what is in memory later, and the
/// lock is held for one block however much is asked for.</remarks>
internal static unsafe class RandomBytes
{
    private const ulong RefreshAfter = 60 * Clock.Second;

    private struct GeneratorKey
    {
        public fixed uint Words[ChaCha20.KeyWords];
    }

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static GeneratorKey s_key;

    // When the next seeding is due, on the monotonic clock; 0 until the first.
    private static ulong s_refreshTime;

    /// <summary>Fills a buffer.</summary>
    [SkipLocalsInit]
    public static void Fill(byte* buffer, ulong count)
    {
        uint* key = stackalloc uint[ChaCha20.KeyWords];
        uint* position = stackalloc uint[4];
        uint* block = stackalloc uint[ChaCha20.BlockWords];
        SeedWhenDue();
        TakeKey(key);
        Instructions.Fill(position, 0, 4 * sizeof(uint));
        while (count != 0)
        {
            ChaCha20.Block(key, position, block);
            ulong part = count < ChaCha20.BlockBytes ? count : ChaCha20.BlockBytes;
            Instructions.Copy(buffer, block, part);
            buffer += part;
            count -= part;
            (*(ulong*)position)++;
        }
        Instructions.Fill(key, 0, ChaCha20.KeyWords * sizeof(uint));
        Instructions.Fill(block, 0, ChaCha20.BlockBytes);
    }

    /// <summary>64 random bits.</summary>
    public static ulong Next()
    {
        ulong value;
        Fill((byte*)&value, sizeof(ulong));
        return value;
    }

    /// <summary>Mixes fresh entropy into the key when it is time. Until the first seeding is done every caller does
    /// it, and later one of them.</summary>
    [SkipLocalsInit]
    private static void SeedWhenDue()
    {
        // Pairs with the store below.
        ulong due = Volatile.Read(ref s_refreshTime);
        ulong now = Clock.Now();
        if (due != 0
            && (now < due || Interlocked.CompareExchange(ref s_refreshTime, now + RefreshAfter, due) != due))
        {
            return;
        }
        ulong* entropy = stackalloc ulong[EntropySource.Words];
        Instructions.Fill(entropy, 0, EntropySource.Words * sizeof(ulong));
        EntropySource.Gather(entropy);
        ulong flags = s_lock.Acquire();
        Absorb((uint*)entropy);
        Absorb((uint*)entropy + ChaCha20.KeyWords);
        Volatile.Write(ref s_refreshTime, now + RefreshAfter);
        s_lock.Release(flags);
        Instructions.Fill(entropy, 0, EntropySource.Words * sizeof(ulong));
    }

    /// <summary>Mixes as many words as a key has into the key. The caller holds the lock.</summary>
    [SkipLocalsInit]
    private static void Absorb(uint* words)
    {
        uint* key = Pointers.Of(ref s_key.Words[0]);
        for (int i = 0; i < ChaCha20.KeyWords; i++)
        {
            key[i] ^= words[i];
        }
        uint* scratch = stackalloc uint[ChaCha20.KeyWords];
        ReplaceKey(scratch);
        Instructions.Fill(scratch, 0, ChaCha20.KeyWords * sizeof(uint));
    }

    private static void TakeKey(uint* taken)
    {
        ulong flags = s_lock.Acquire();
        ReplaceKey(taken);
        s_lock.Release(flags);
    }

    /// <summary>Splits a block under the key: its first half is the next key, its second is given out. The caller
    /// holds the lock.</summary>
    [SkipLocalsInit]
    private static void ReplaceKey(uint* taken)
    {
        uint* key = Pointers.Of(ref s_key.Words[0]);
        uint* position = stackalloc uint[4];
        uint* block = stackalloc uint[ChaCha20.BlockWords];
        Instructions.Fill(position, 0, 4 * sizeof(uint));
        ChaCha20.Block(key, position, block);
        Instructions.Copy(key, block, ChaCha20.KeyWords * sizeof(uint));
        Instructions.Copy(taken, block + ChaCha20.KeyWords, ChaCha20.KeyWords * sizeof(uint));
        Instructions.Fill(block, 0, ChaCha20.BlockBytes);
    }
}
