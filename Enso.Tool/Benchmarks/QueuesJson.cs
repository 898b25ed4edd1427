using System.Text.Json;
using System.Text.Json.Nodes;
using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes what queues cost for programs.</summary>
internal static class QueuesJson
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a result. All times are nanoseconds, all shares from 0 to 1.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The text.</returns>
    public static string Write(QueuesResult result)
    {
        JsonObject root = new()
        {
            ["system"] = new JsonObject(result.System.Select(
                pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
            ["rounds"] = result.Options.Rounds,
            ["divisor"] = result.Options.Divisor,
            ["nearLimit"] = QueuesRecord.NearLimit,
            ["othersShare"] = result.Shared is { } shared ? Math.Round(shared, 4) : null,
            ["isDisturbed"] = result.IsDisturbed,
            ["leftOut"] = new JsonArray([.. result.Notes.Select(note => JsonValue.Create(note))]),
            ["rows"] = new JsonArray([.. result.Rows.Select(row => Row(result, row))]),
        };
        return root.ToJsonString(s_format) + "\n";
    }

    private static JsonObject Row(QueuesResult result, QueuesRow row) => new()
    {
        ["name"] = row.Measure.ValueOf(row.Queue),
        ["measure"] = row.Measure.Title,
        ["queue"] = row.Queue.Title,
        ["role"] = row.Queue.Role.ToString().ToLowerInvariant(),
        ["expectedNear"] = QueuesCatalog.Expected(row.Measure, row.Queue),
        ["expectedToFloor"] = QueuesCatalog.ExpectedRatio(row.Measure, row.Queue),
        ["near"] = Statistics(result, row, QueuesDistance.Near),
        ["far"] = Statistics(result, row, QueuesDistance.Far),
        ["dropped"] = row.Dropped,
    };

    private static JsonObject? Statistics(QueuesResult result, QueuesRow row, QueuesDistance distance) =>
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
