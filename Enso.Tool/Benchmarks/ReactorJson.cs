using System.Text.Json;
using System.Text.Json.Nodes;
using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes what reactors cost for programs.</summary>
internal static class ReactorJson
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a result. All times are nanoseconds, all shares from 0 to 1.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The text.</returns>
    public static string Write(ReactorResult result)
    {
        JsonObject root = new()
        {
            ["system"] = new JsonObject(result.System.Select(
                pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
            ["rounds"] = result.Options.Rounds,
            ["divisor"] = result.Options.Divisor,
            ["othersShare"] = result.Shared is { } shared ? Math.Round(shared, 4) : null,
            ["isDisturbed"] = result.IsDisturbed,
            ["leftOut"] = new JsonArray([.. result.Notes.Select(note => JsonValue.Create(note))]),
            ["rows"] = new JsonArray([.. result.Rows.Select(row => Row(result, row))]),
        };
        return root.ToJsonString(s_format) + "\n";
    }

    private static JsonObject Row(ReactorResult result, ReactorRow row) => new()
    {
        ["name"] = row.Figure.Name,
        ["measure"] = row.Figure.Measure.Title,
        ["title"] = row.Figure.Title,
        ["role"] = row.Figure.Role.ToString().ToLowerInvariant(),
        ["distance"] = row.Figure.Measure.IsAcrossCores ? row.Distance.ToString().ToLowerInvariant() : null,
        ["expected"] = row.Figure.Expected,
        ["expectedToFloor"] = row.Figure.ExpectedToFloor,
        ["count"] = row.Time.Count,
        ["median"] = row.Time.Median,
        ["minimum"] = row.Time.Minimum,
        ["maximum"] = row.Time.Maximum,
        ["bytes"] = row.Bytes,
        ["toFloor"] = result.ToFloor(row),
        ["toBestPeer"] = result.ToBestPeer(row),
        ["isMet"] = result.IsMet(row),
    };
}
