using System.Text.Json.Nodes;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class ComparisonJsonTests
{
    [Test]
    public void Every_value_of_every_boot_is_there()
    {
        BenchmarkOutput enso = BenchmarkOutput.Parse("@bench result yield 1 10.5\n@bench result yield 2 11.5");
        BenchmarkOutput linux = BenchmarkOutput.Parse("@bench system clocksource hpet\n@bench result yield 1 44");
        IReadOnlyList<Measure> measures = MeasureCatalog.Of(["yield"]);
        OsBenchmarkResult result = new(
            new OsBenchmarkOptions(),
            [
                new BootRecord(1, "Ensō", enso, TimeSpan.FromSeconds(1), 0),
                new BootRecord(1, "Linux", linux, TimeSpan.FromSeconds(3), 0.4),
            ],
            Comparison.Of(measures, [enso], [linux]),
            0.5,
            1.5);

        JsonNode json = JsonNode.Parse(ComparisonJson.Write(result, "7.2"))!;

        Assert.Multiple(() =>
        {
            Assert.That(json["emulator"]!.GetValue<string>(), Is.EqualTo("QEMU 7.2"));
            Assert.That(json["host"]!["othersShare"]!.GetValue<double>(), Is.EqualTo(0.3).Within(1e-9));
            Assert.That(json["host"]!["isDisturbed"]!.GetValue<bool>(), Is.True);
            Assert.That(json["boots"]![0]!["values"]!["yield"]!.ToJsonString(), Is.EqualTo("[10.5,11.5]"));
            Assert.That(json["boots"]![1]!["description"]!["clocksource"]!.GetValue<string>(), Is.EqualTo("hpet"));
            Assert.That(json["measures"]![0]!["enso"]!["median"]!.GetValue<double>(), Is.EqualTo(11));
            Assert.That(json["measures"]![0]!["ratio"]!.GetValue<double>(), Is.EqualTo(0.25));
            Assert.That(json["measures"]![0]!["isMet"]!.GetValue<bool>(), Is.True);
        });
    }
}
