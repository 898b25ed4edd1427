namespace Enso.Queues;

/// <summary>What a thread does between two looks at a queue.</summary>
/// <param name="strategy">How it waits.</param>
internal struct Pause(WaitStrategy strategy)
{
    private const int SpinsBeforeYield = 64;
    private const int YieldsBeforePark = 16;
    private const int Iterations = 8;

    private int _count;

    /// <summary>Waits a little.</summary>
    /// <returns>False when it is time to sleep instead.</returns>
    public bool Once()
    {
        _count++;
        if (strategy == WaitStrategy.Spin || _count <= SpinsBeforeYield)
        {
            Thread.SpinWait(Iterations);
            return true;
        }

        if (strategy == WaitStrategy.Yield || _count <= SpinsBeforeYield + YieldsBeforePark)
        {
            Thread.Yield();
            return true;
        }

        _count = 0;
        return false;
    }
}
