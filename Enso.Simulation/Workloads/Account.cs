namespace Enso.Simulation.Workloads;

/// <summary>Things of a kind that begin and come to an end: when all is over, none may be open.</summary>
/// <param name="name">What they are, in the plural.</param>
internal sealed class Account(string name)
{
    /// <summary>What they are.</summary>
    public string Name => name;

    /// <summary>How many have begun.</summary>
    public long Begun { get; private set; }

    /// <summary>How many have come to the end that they were for.</summary>
    public long Finished { get; private set; }

    /// <summary>How many were given up: their task was cancelled.</summary>
    public long Abandoned { get; private set; }

    /// <summary>How many have not ended.</summary>
    public long Open => Begun - Finished - Abandoned;

    /// <summary>One begins.</summary>
    /// <returns>Its number.</returns>
    public long Begin() => Begun++;

    /// <summary>One has come to its end.</summary>
    public void Finish() => Finished++;

    /// <summary>One is given up.</summary>
    public void Abandon() => Abandoned++;

    /// <inheritdoc/>
    public override string ToString() => $"{name}: {Begun} begun, {Finished} finished, {Abandoned} abandoned";
}
