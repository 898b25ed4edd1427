namespace Enso.Tests.InKernel.Soak;

/// <summary>A message that knows what it must look like: a cache line in which everything follows from its writer and its
/// number, and three words that stages fill in.</summary>
internal struct SoakMessage
{
    public long Writer;
    public long Number;
    public ulong First;
    public ulong Second;
    public ulong Third;
    public ulong ByStageOne;
    public ulong ByStageTwo;
    public ulong ByStageThree;

    /// <summary>Makes a message.</summary>
    public static SoakMessage Of(long writer, long number)
    {
        ulong first = Mix((ulong)writer, (ulong)number);
        return new SoakMessage
        {
            Writer = writer,
            Number = number,
            First = first,
            Second = Mix(first, 2),
            Third = Mix(first, 3),
        };
    }

    /// <summary>A number that depends on every bit of two (the finalizer of MurmurHash3).</summary>
    public static ulong Mix(ulong left, ulong right)
    {
        ulong mixed = (left * 0x9E3779B97F4A7C15) ^ right;
        mixed = (mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53;
        return mixed ^ (mixed >> 33);
    }

    /// <summary>Checks that nothing of it is another message's.</summary>
    public readonly void CheckWhole()
    {
        SoakMessage wanted = Of(Writer, Number);
        Check.That(
            First == wanted.First && Second == wanted.Second && Third == wanted.Third,
            $"message {Number} of writer {Writer} is torn");
    }
}
