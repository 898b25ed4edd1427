using System.Numerics;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Runtime;

/// <summary>The ChaCha20 block function (RFC 8439, 2.3).</summary>
internal static unsafe class ChaCha20
{
    /// <summary>Words of a key.</summary>
    public const int KeyWords = 8;

    /// <summary>Words of a block.</summary>
    public const int BlockWords = 16;

    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = BlockWords * sizeof(uint);

    private const int DoubleRounds = 10;

    /// <summary>Computes one block.</summary>
    /// <param name="key">8 words.</param>
    /// <param name="position">4 words: the block's counter, then the nonce.</param>
    /// <param name="block">Receives 16 words; it may overlap neither of the others.</param>
    [SkipLocalsInit]
    public static void Block(uint* key, uint* position, uint* block)
    {
        uint* input = stackalloc uint[BlockWords];
        input[0] = 0x61707865; // "expand 32-byte k"
        input[1] = 0x3320646E;
        input[2] = 0x79622D32;
        input[3] = 0x6B206574;
        for (int i = 0; i < KeyWords; i++)
        {
            input[4 + i] = key[i];
        }
        for (int i = 0; i < 4; i++)
        {
            input[12 + i] = position[i];
        }
        for (int i = 0; i < BlockWords; i++)
        {
            block[i] = input[i];
        }
        for (int i = 0; i < DoubleRounds; i++)
        {
            QuarterRound(block + 0, block + 4, block + 8, block + 12);
            QuarterRound(block + 1, block + 5, block + 9, block + 13);
            QuarterRound(block + 2, block + 6, block + 10, block + 14);
            QuarterRound(block + 3, block + 7, block + 11, block + 15);
            QuarterRound(block + 0, block + 5, block + 10, block + 15);
            QuarterRound(block + 1, block + 6, block + 11, block + 12);
            QuarterRound(block + 2, block + 7, block + 8, block + 13);
            QuarterRound(block + 3, block + 4, block + 9, block + 14);
        }
        for (int i = 0; i < BlockWords; i++)
        {
            block[i] += input[i];
        }
    }

    private static void QuarterRound(uint* a, uint* b, uint* c, uint* d)
    {
        *a += *b;
        *d = BitOperations.RotateLeft(*d ^ *a, 16);
        *c += *d;
        *b = BitOperations.RotateLeft(*b ^ *c, 12);
        *a += *b;
        *d = BitOperations.RotateLeft(*d ^ *a, 8);
        *c += *d;
        *b = BitOperations.RotateLeft(*b ^ *c, 7);
    }
}
