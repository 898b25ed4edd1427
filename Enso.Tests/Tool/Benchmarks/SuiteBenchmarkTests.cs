using Enso.Benchmarks;
using Enso.Tool;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class SuiteBenchmarkTests
{
    private static readonly BenchmarkProgram s_own = new(QueuesCatalog.OwnProgram, "own", []);
    private static readonly BenchmarkProgram s_boost = new("boost", "boost", []);

    private static readonly SuiteOptions s_options =
        new(QueuesCatalog.Suite) { Rounds = 2, Words = ["spsc", "link-vec", "boost-spsc-queue"] };

    [Test]
    public async Task Each_round_runs_our_program_and_each_peer_between_two_probes()
    {
        List<string> lines = [];
        SuiteResult result = await Benchmark((program, words) =>
        {
            lines.Add($"{program.Name} {string.Join(' ', words)}".TrimEnd());
            return Output(program, words, probe: 100);
        }).RunAsync(CancellationToken.None);

        string[] round =
        [
            "queuesbench --divide 1 spsc:link-vec", "queuesbench", "boost spsc:boost-spsc-queue 2000000", "queuesbench",
        ];
        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo(round.Concat(round)));
            Assert.That(result.Rows.Select(row => row.Near!.Count), Is.EqualTo(new[] { 2, 2 }));
            Assert.That(result.System["cores"], Is.EqualTo("0,1"));
        });
    }

    [Test]
    public async Task A_peers_round_is_repeated_until_the_cores_stay_where_they_are()
    {
        Queue<double> probes = new([100, 500, 500, 500, 100, 100]);
        SuiteResult result = await Benchmark((program, words) =>
            Output(program, words, words.Count == 0 ? probes.Dequeue() : 100)).RunAsync(CancellationToken.None);

        // The first round: near to far, then far; the second: far to near, then near.
        SuiteRow row = result.Rows.Single(row => row.Figure.Contender == "boost-spsc-queue");
        Assert.That((row.Near?.Count, row.Far?.Count, row.Dropped), Is.EqualTo(((int?)1, (int?)1, 0)));
    }

    [Test]
    public async Task A_round_in_which_they_never_stay_is_dropped()
    {
        double probe = 100;
        SuiteResult result = await Benchmark((program, words) =>
            Output(program, words, probe = words.Count == 0 ? 600 - probe : probe)).RunAsync(CancellationToken.None);

        SuiteRow row = result.Rows.Single(row => row.Figure.Contender == "boost-spsc-queue");
        Assert.That((row.Near, row.Far, row.Dropped), Is.EqualTo(((Sample?)null, (Sample?)null, 2)));
    }

    [TestCase("@bench end", "did not measure 'spsc:link-vec/before' once")]
    [TestCase("@bench result spsc:link-vec 1 2", "had come to its end")]
    [TestCase("@bench result spsc:link-vec 1 x", "'@bench result spsc:link-vec 1 x'")]
    public async Task What_a_program_fails_to_say_is_named(string output, string expected)
    {
        ToolException? error = await Assert.ThrowsAsync<ToolException>(
            () => Benchmark((_, _) => output).RunAsync(CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("queuesbench").And.Contain(expected));
    }

    private static SuiteBenchmark Benchmark(Func<BenchmarkProgram, IReadOnlyList<string>, string> run) =>
        new(s_options, s_own, [s_boost], [], (program, words, _) => Task.FromResult(run(program, words)));

    private static string Output(BenchmarkProgram program, IReadOnlyList<string> words, double probe)
    {
        FormattableString results = program == s_boost
            ? (FormattableString)$"@bench result {words[0]} 1 3\n"
            : words.Count == 0
                ? (FormattableString)$"@bench result probe 1 {probe}\n"
                : $"""
                    @bench result {words[2]} 1 2
                    @bench result {words[2]}/before 1 100
                    @bench result {words[2]}/after 1 100

                    """;
        return "@bench system cores 0,1\n" + FormattableString.Invariant(results) + "@bench end\n";
    }
}
