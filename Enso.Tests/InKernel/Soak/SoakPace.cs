namespace Enso.Tests.InKernel.Soak;

/// <summary>One thread's chance: what it does next, and where it dawdles.</summary>
/// <param name="seed">Decides it.</param>
internal sealed class SoakPace(int seed)
{
    private const int Often = 32;
    private const int Seldom = 2000;
    private const int LongestSpin = 300;

    private readonly Random _random = new(seed);

    /// <summary>A number from 0, below a limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    /// <summary>Now and then loses time, so that the threads meet in ever new ways.</summary>
    public void Dawdle()
    {
        if (_random.Next(Often) == 0)
        {
            Thread.SpinWait(_random.Next(LongestSpin));
        }
        if (_random.Next(Seldom) == 0)
        {
            LetOthersRun();
        }
    }

    /// <summary>Gives up the core, for a moment or a little longer.</summary>
    public void LetOthersRun()
    {
        if (_random.Next(8) == 0)
        {
            Thread.Sleep(_random.Next(2));
        }
        else
        {
            Thread.Yield();
        }
    }
}
