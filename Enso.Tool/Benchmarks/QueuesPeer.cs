using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>A program of another language that measures queues, and how it is made.</summary>
/// <param name="Name">Its name, and its folder's.</param>
/// <param name="Title">What it measures.</param>
/// <param name="Need">What must be installed.</param>
/// <param name="Steps">The commands that make it, in the folder of its copied sources.</param>
/// <param name="Command">What runs it, from there.</param>
internal sealed record QueuesPeer(
    string Name, string Title, Need Need, IReadOnlyList<string[]> Steps, IReadOnlyList<string> Command)
{
    private const string DisruptorArchive = "/usr/share/java/disruptor.jar";
    private const string CrateSource = "/usr/share/cargo/registry";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<QueuesPeer> All { get; } =
    [
        new(
            "crossbeam",
            "crossbeam",
            Need.Crossbeam,
            [
                [
                    "cargo", "build", "--quiet", "--release", "--offline",
                    "--config", "source.crates-io.replace-with=\"debian\"",
                    "--config", $"source.debian.directory=\"{CrateSource}\"",
                    "--target-dir", "target",
                ],
            ],
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
}
