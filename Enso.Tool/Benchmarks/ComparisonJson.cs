using System.Text.Json;
using System.Text.Json.Nodes;
using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes comparisons for programs.</summary>
internal static class ComparisonJson
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a result. All times are nanoseconds, all shares from 0 to 1.</summary>
    /// <param name="result">The result.</param>
    /// <param name="emulator">The emulator's version.</param>
    /// <returns>The text.</returns>
    public static string Write(OsBenchmarkResult result, string emulator)
    {
        OsBenchmarkOptions options = result.Options;
        JsonObject root = new()
        {
            ["emulator"] = $"QEMU {emulator}",
            ["accelerator"] = options.Machine.Accelerator.ToString().ToLowerInvariant(),
            ["cores"] = options.Machine.Cores,
            ["memoryMebibytes"] = options.Machine.Memory.Mebibytes,
            ["rounds"] = options.Rounds,
            ["host"] = new JsonObject
            {
                ["processors"] = Environment.ProcessorCount,
                ["loadBefore"] = result.LoadBefore,
                ["loadAfter"] = result.LoadAfter,
                ["othersShare"] = Math.Round(result.Shared, 4),
                ["isDisturbed"] = result.IsDisturbed,
            },
            ["boots"] = List(result.Boots, Boot),
            ["measures"] = List(result.Comparisons, Row),
        };
        return root.ToJsonString(s_format) + "\n";
    }

    private static JsonObject Boot(BootRecord boot) => new()
    {
        ["run"] = boot.Run,
        ["system"] = boot.System,
        ["seconds"] = Math.Round(boot.Took.TotalSeconds, 3),
        ["othersShare"] = Math.Round(boot.Shared, 4),
        ["description"] = new JsonObject(boot.Output.System.Select(
            pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        ["values"] = new JsonObject(boot.Output.Names.Select(
            name => KeyValuePair.Create<string, JsonNode?>(name, List(boot.Output.Values(name), value => value)))),
    };

    private static JsonObject Row(Comparison comparison) => new()
    {
        ["name"] = comparison.Measure.Name,
        ["title"] = comparison.Measure.Title,
        ["enso"] = Statistics(comparison.Enso, comparison.Measure.EnsoValue),
        ["linux"] = comparison.Linux is null ? null : Statistics(comparison.Linux, comparison.Measure.LinuxValue),
        ["ratio"] = comparison.Ratio,
        ["expected"] = comparison.Measure.Expected,
        ["isMet"] = comparison.IsMet,
    };

    private static JsonObject Statistics(Sample sample, string values) => new()
    {
        ["values"] = values,
        ["count"] = sample.Count,
        ["median"] = sample.Median,
        ["minimum"] = sample.Minimum,
        ["maximum"] = sample.Maximum,
    };

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => [.. items.Select(write)];
}
