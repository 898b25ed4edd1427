using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>A program of another language that measures, and how it is made.</summary>
/// <param name="Name">Its name, and its folder's.</param>
/// <param name="Title">What it measures.</param>
/// <param name="Need">What must be installed.</param>
/// <param name="Steps">The commands that make it, in the folder of its copied sources.</param>
/// <param name="Command">What runs it, from there.</param>
internal sealed record BenchmarkPeer(
    string Name, string Title, Need Need, IReadOnlyList<string[]> Steps, IReadOnlyList<string> Command)
{
    private const string DisruptorArchive = "/usr/share/java/disruptor.jar";
    private const string CrateSource = "/usr/share/cargo/registry";

    private static readonly string[] s_cargo =
    [
        "cargo", "build", "--quiet", "--release", "--offline",
        "--config", "source.crates-io.replace-with=\"debian\"",
        "--config", $"source.debian.directory=\"{CrateSource}\"",
        "--target-dir", "target",
    ];

    /// <summary>Those of queues.</summary>
    public static IReadOnlyList<BenchmarkPeer> OfQueues { get; } =
    [
        new(
            "crossbeam",
            "crossbeam",
            Need.Crossbeam,
            [s_cargo],
            ["target/release/peer"]),
        new(
            "boost",
            "boost::lockfree",
            Need.Boost,
            [["g++", "-std=c++17", "-O3", "-Wall", "-Wextra", "-Werror", "-pthread", "peer.cpp", "-o", "peer"]],
            ["peer"]),
        new(
            "disruptor",
            "the LMAX Disruptor",
            Need.Disruptor,
            [["javac", "-Xlint:all", "-Werror", "-cp", DisruptorArchive, "-d", "classes", "Peer.java"]],
            ["java", "-cp", $"{DisruptorArchive}:classes", "Peer"]),
    ];

    /// <summary>Those of the reactor.</summary>
    public static IReadOnlyList<BenchmarkPeer> OfReactor { get; } =
    [
        new("tokio", "tokio", Need.Tokio, [s_cargo], ["target/release/peer"]),
    ];
}
