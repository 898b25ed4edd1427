namespace Enso.Benchmarks;

/// <summary>What is measured of a queue: a section of the table.</summary>
/// <param name="Way">The way of passing messages: the first half of a figure's name.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Messages">Messages of a round of full length.</param>
public sealed record QueuesMeasure(string Way, string Title, int Messages)
{
    /// <summary>Which of several values of a figure; empty where there is one.</summary>
    public string Part { get; init; } = "";

    /// <summary>Whether ours are expected to be no slower than any peer.</summary>
    public bool IsCompared { get; init; } = true;

    /// <summary>The name of a queue's values.</summary>
    /// <param name="queue">The queue.</param>
    /// <returns>The name, as programs write it.</returns>
    public string ValueOf(QueuesContender queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        string figure = $"{Way}:{queue.Name}";
        return Part == "" ? figure : $"{figure}/{Part}";
    }
}
