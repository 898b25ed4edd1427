using System.Diagnostics;
using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>Every kind of queue over every storage, in turn, with chance in everything: capacities, policies, ways to wait,
/// batches, pauses. What comes out is compared with what went in, message by message. The same on the host and in the
/// kernel.</summary>
/// <param name="duration">How long; every kind has one round at least.</param>
/// <param name="seed">Decides what each round does.</param>
/// <param name="report">Takes a line now and then.</param>
/// <param name="mostMessages">How many messages a round has at most.</param>
internal sealed class QueueSoak(TimeSpan duration, int seed, Action<string> report, int mostMessages = 12_000)
{
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(10);

    private static readonly (string Name, Action<SoakPlan> Run)[] s_kinds =
    [
        ("Link, Vec", LinkSoak.Run<Vec<SoakMessage>>),
        ("Link, VecDeque", LinkSoak.Run<VecDeque<SoakMessage>>),
        ("Link, LinkedSegments", LinkSoak.Run<LinkedSegments<SoakMessage>>),
        ("Link, Mirrored", LinkSoak.Run<Mirrored<SoakMessage>>),
        ("Subscriber, Vec", SubscriberSoak.Run<Vec<SoakMessage>>),
        ("Subscriber, VecDeque", SubscriberSoak.Run<VecDeque<SoakMessage>>),
        ("Subscriber, LinkedSegments", SubscriberSoak.Run<LinkedSegments<SoakMessage>>),
        ("Subscriber, Mirrored", SubscriberSoak.Run<Mirrored<SoakMessage>>),
        ("Publisher, Vec", PublisherSoak.Run<Vec<SoakMessage>>),
        ("Publisher, VecDeque", PublisherSoak.Run<VecDeque<SoakMessage>>),
        ("Publisher, LinkedSegments", PublisherSoak.Run<LinkedSegments<SoakMessage>>),
        ("Publisher, Mirrored", PublisherSoak.Run<Mirrored<SoakMessage>>),
        ("FramePipe, Vec", FrameSoak.RunPipe<Vec<byte>>),
        ("FramePipe, Mirrored", FrameSoak.RunPipe<Mirrored<byte>>),
        ("FrameSubscriber, Vec", FrameSoak.RunSubscriber<Vec<byte>>),
        ("FrameSubscriber, Mirrored", FrameSoak.RunSubscriber<Mirrored<byte>>),
        ("FramePublisher, Vec", FrameSoak.RunPublisher<Vec<byte>>),
        ("FramePublisher, Mirrored", FrameSoak.RunPublisher<Mirrored<byte>>),
        ("ClassQueue, Vec, Strict", ClassSoak.RunStrict<Vec<SoakMessage>>),
        ("ClassQueue, VecDeque, Weighted", ClassSoak.RunWeighted<VecDeque<SoakMessage>>),
        ("ClassQueue, LinkedSegments, Ageing", ClassSoak.RunAgeing<LinkedSegments<SoakMessage>>),
        ("ClassQueue, Mirrored, Weighted", ClassSoak.RunWeighted<Mirrored<SoakMessage>>),
        ("Turbine", TurbineSoak.Run),
        ("Pool, Vec", PoolSoak.Run<Vec<Owned<SoakBox>>>),
        ("Pool, VecDeque", PoolSoak.Run<VecDeque<Owned<SoakBox>>>),
        ("Pool, LinkedSegments", PoolSoak.Run<LinkedSegments<Owned<SoakBox>>>),
    ];

    /// <summary>The kinds of queues.</summary>
    public static IEnumerable<string> Kinds => s_kinds.Select(kind => kind.Name);

    /// <summary>Runs it.</summary>
    /// <param name="filter">Part of the names of the kinds to try; empty for all.</param>
    /// <returns>Null, or what went wrong, with all that it takes to try that round again.</returns>
    public string? Run(string filter = "")
    {
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan nextReport = s_reportEvery;
        long[] messages = new long[s_kinds.Length];
        for (int round = 0; round < s_kinds.Length || watch.Elapsed < duration; round++)
        {
            (string name, Action<SoakPlan> run) = s_kinds[round % s_kinds.Length];
            if (!name.Contains(filter, StringComparison.Ordinal))
            {
                continue;
            }
            SoakPlan plan = new(HashOf(seed, round), mostMessages);
            TimeSpan start = watch.Elapsed;
            try
            {
                run(plan);
            }
            catch (Exception failure)
            {
                // Whatever it is, the round is what has to be looked into.
                return $"{name}, seed {seed}, round {round}, {plan.Description}: {failure}";
            }
            messages[round % s_kinds.Length] += plan.Messages;
            if (watch.Elapsed - start >= s_reportEvery)
            {
                int seconds = (int)(watch.Elapsed - start).TotalSeconds;
                report($"soak slow, {seconds} s: {name}, round {round}, {plan.Description}");
            }
            if (watch.Elapsed >= nextReport)
            {
                nextReport += s_reportEvery;
                report($"soak {(int)watch.Elapsed.TotalSeconds} s, {round + 1} rounds, {messages.Sum()} messages");
            }
        }
        for (int i = 0; i < s_kinds.Length; i++)
        {
            report($"soak {s_kinds[i].Name}: {messages[i]} messages");
        }
        return null;
    }

    // Neighbouring seeds and rounds have nothing in common.
    private static int HashOf(int seed, int round) => (int)SoakMessage.Mix((ulong)seed, (ulong)round);
}
