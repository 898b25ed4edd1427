namespace Measuring;

/// <summary>Puts threads on cores: all that the loops ask of the system that they run on, besides .NET.</summary>
internal interface ICorePlacement
{
    /// <summary>Keeps the calling thread on a core from now on.</summary>
    /// <param name="core">Which of the two that are measured: 0 or 1.</param>
    void Pin(int core);
}
