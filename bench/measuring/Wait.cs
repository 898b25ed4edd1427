using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Measuring;

/// <summary>What a thread does that finds a queue full or empty: the same for every queue, and in every language.
/// </summary>
/// <param name="isCrowded">Whether there are more threads than cores: then a thread that waits long lets others
/// run.</param>
internal struct Wait(bool isCrowded)
{
    private const int SpinsBeforeYield = 128;

    private int _spins;

    /// <summary>Waits a little.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Once()
    {
        X86Base.Pause();
        if (isCrowded && ++_spins == SpinsBeforeYield)
        {
            _spins = 0;
            Thread.Yield();
        }
    }
}
