using System.Globalization;
using Enso.Benchmarks;
using Enso.Tool;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class ReactorBenchmarkTests
{
    private static readonly BenchmarkProgram s_own = new(ReactorCatalog.OwnProgram, "own", []);
    private static readonly BenchmarkProgram s_tokio = new("tokio", "tokio", []);

    [Test]
    public async Task Each_round_runs_our_program_once_and_tokio_for_each_figure()
    {
        List<string> lines = [];
        SuiteResult result = await Benchmark((program, words) =>
        {
            lines.Add($"{program.Name} {string.Join(' ', words)}");
            return Output(words);
        }).RunAsync(CancellationToken.None);

        string[] round =
        [
            "reactorbench --divide 4 join:async join:dotnet-task",
            "tokio join:tokio-current 100000",
            "tokio join:tokio-multi 100000",
        ];
        Assert.Multiple(() =>
        {
            Assert.That(lines, Is.EqualTo(round.Concat(round)));
            Assert.That(result.Rows.Select(row => row.Near!.Count), Is.All.EqualTo(2));
            Assert.That(result.Rows.Select(row => row.Bytes), Is.EqualTo(new double?[] { 0, 0, null, null }));
            Assert.That(result.System["cores"], Is.EqualTo("0,1"));
        });
    }

    [Test]
    public async Task What_a_program_fails_to_say_is_named()
    {
        ToolException? error = await Assert.ThrowsAsync<ToolException>(
            () => Benchmark((_, _) => "@bench result join:async 1 5\n@bench end").RunAsync(CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("reactorbench").And.Contain("join:async/bytes"));
    }

    private static SuiteBenchmark Benchmark(Func<BenchmarkProgram, IReadOnlyList<string>, string> run) => new(
        new SuiteOptions(ReactorCatalog.Suite) { Rounds = 2, Divisor = 4, Words = ["join"] },
        s_own,
        [s_tokio],
        [],
        (program, words, _) => Task.FromResult(run(program, words)));

    private static string Output(IReadOnlyList<string> words)
    {
        IEnumerable<string> results = words.Where(word => word.Contains(':')).SelectMany(name =>
            new[] { (name, 5.0), ($"{name}/bytes", 0) }
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"@bench result {pair.Item1} 1 {pair.Item2:F3}\n")));
        return $"@bench system cores 0,1\n{string.Concat(results)}@bench end\n";
    }
}
