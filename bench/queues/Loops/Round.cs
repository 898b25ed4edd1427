namespace QueuesBench;

/// <summary>Measures a figure once, between two probes of how far apart the cores are.</summary>
/// <param name="Values">What was measured, in nanoseconds.</param>
/// <param name="Before">The probe before.</param>
/// <param name="After">The probe after.</param>
internal sealed record Round(double[] Values, double Before, double After)
{
    /// <summary>Cores whose round trip takes less are near each other, in nanoseconds.</summary>
    public const double NearLimit = 250;

    // How often a round is repeated during which the cores moved nearer or farther.
    private const int MaximumAttempts = 5;
    private const int WarmUpShare = 4;

    /// <summary>Whether the cores were as far apart before as after.</summary>
    public bool IsSteady => Before < NearLimit == After < NearLimit;

    /// <summary>Measures.</summary>
    /// <param name="figure">What.</param>
    /// <param name="placement">Puts threads on their cores.</param>
    /// <param name="messages">How many messages.</param>
    /// <returns>The first round during which the cores stayed as far apart as they were; the last one, if there is
    /// none.</returns>
    public static Round Run(Figure figure, ICorePlacement placement, int messages)
    {
        // Memory of the queue before is not to be collected meanwhile.
        GC.Collect();
        figure.Run(placement, Math.Max(1, messages / WarmUpShare));
        Round round;
        int attempts = 0;
        do
        {
            double before = Probe.Run(placement);
            double[] values = figure.Run(placement, messages);
            round = new Round(values, before, Probe.Run(placement));
        }
        while (!round.IsSteady && ++attempts < MaximumAttempts);

        return round;
    }
}
