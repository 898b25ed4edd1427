namespace Measuring;

/// <summary>Measures a figure once, between two probes of how far apart the cores are if that matters.</summary>
/// <param name="Values">What was measured: nanoseconds, and what else the figure has.</param>
/// <param name="Before">The probe before; 0 where only one core matters.</param>
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
    /// <param name="divisor">What the figure's count of operations is divided by.</param>
    /// <returns>The first round during which the cores stayed as far apart as they were; the last one, if there is
    /// none.</returns>
    public static Round Run(Figure figure, ICorePlacement placement, int divisor)
    {
        // Memory of the one before is not to be collected meanwhile.
        GC.Collect();
        int operations = figure.Shorten(divisor);
        if (figure.IsOfOneCore)
        {
            return new Round(figure.Run(placement, operations), 0, 0);
        }

        figure.Run(placement, Math.Max(1, operations / WarmUpShare));
        Round round;
        int attempts = 0;
        do
        {
            double before = Probe.Run(placement);
            double[] values = figure.Run(placement, operations);
            round = new Round(values, before, Probe.Run(placement));
        }
        while (!round.IsSteady && ++attempts < MaximumAttempts);

        return round;
    }
}
