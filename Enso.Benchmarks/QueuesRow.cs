namespace Enso.Benchmarks;

/// <summary>One measure of one queue.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Queue">Of which queue.</param>
/// <param name="Near">Values of rounds between near cores; null when there was none.</param>
/// <param name="Far">Values of rounds between far cores; null when there was none.</param>
/// <param name="Dropped">How many rounds say nothing, because the cores were moved meanwhile.</param>
public sealed record QueuesRow(
    QueuesMeasure Measure, QueuesContender Queue, Sample? Near, Sample? Far, int Dropped)
{
    /// <summary>The values between cores that are so far apart.</summary>
    /// <param name="distance">Near or far.</param>
    /// <returns>The values; null when there are none.</returns>
    public Sample? At(QueuesDistance distance) => distance == QueuesDistance.Near ? Near : Far;
}
