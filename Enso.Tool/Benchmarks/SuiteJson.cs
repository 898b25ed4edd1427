using System.Text.Json;
using System.Text.Json.Nodes;
using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes what was measured for programs.</summary>
internal static class SuiteJson
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a result. All times are nanoseconds, all shares from 0 to 1. What only one core matters
    /// for is among the near ones.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The text.</returns>
    public static string Write(SuiteResult result)
    {
        JsonObject root = new()
        {
            ["system"] = new JsonObject(result.System.Select(
                pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
            ["rounds"] = result.Options.Rounds,
            ["divisor"] = result.Options.Divisor,
            ["nearLimit"] = SuiteRecord.NearLimit,
            ["othersShare"] = result.Shared is { } shared ? Math.Round(shared, 4) : null,
            ["isDisturbed"] = result.IsDisturbed,
            ["leftOut"] = new JsonArray([.. result.Notes.Select(note => JsonValue.Create(note))]),
            ["rows"] = new JsonArray([.. result.Rows.Select(row => Row(result, row))]),
        };
        return root.ToJsonString(s_format) + "\n";
    }

    private static JsonObject Row(SuiteResult result, SuiteRow row) => new()
    {
        ["name"] = row.Figure.ValueName,
        ["measure"] = row.Figure.Measure.Title,
        ["title"] = row.Figure.Title,
        ["role"] = row.Figure.Role.ToString().ToLowerInvariant(),
        ["expected"] = row.Figure.Expected,
        ["expectedToFloor"] = row.Figure.ExpectedToFloor,
        ["near"] = Statistics(result, row, CoreDistance.Near),
        ["far"] = Statistics(result, row, CoreDistance.Far),
        ["dropped"] = row.Dropped,
        ["bytes"] = row.Bytes,
    };

    private static JsonObject? Statistics(SuiteResult result, SuiteRow row, CoreDistance distance) =>
        row.At(distance) is not { } sample
            ? null
            : new JsonObject
            {
                ["count"] = sample.Count,
                ["median"] = sample.Median,
                ["minimum"] = sample.Minimum,
                ["maximum"] = sample.Maximum,
                ["toFloor"] = result.ToFloor(row, distance),
                ["toBestPeer"] = result.ToBestPeer(row, distance),
                ["isMet"] = result.IsMet(row, distance),
            };
}
