using System.Text.Json;
using System.Text.Json.Serialization;

// System.Text.Json with code that was generated at build time.
Measurement[] values =
[
    new("kitchen", 21.5, DateTimeOffset.UnixEpoch), new("attic", -3.25, new DateTimeOffset(2024, 6, 1, 8, 30, 0, TimeSpan.FromHours(2))),
];
string text = JsonSerializer.Serialize(values, Context.Default.MeasurementArray);
Console.WriteLine(text);
foreach (Measurement value in JsonSerializer.Deserialize(text, Context.Default.MeasurementArray)!)
{
    Console.WriteLine(value);
}
Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, int> { ["oneTwo"] = 12 }, Context.Default.DictionaryStringInt32));

using MemoryStream stream = new();
await JsonSerializer.SerializeAsync(stream, values[0], Context.Default.Measurement);
Console.WriteLine(stream.Length);

record Measurement(string Place, double Degrees, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Measurement[]))]
[JsonSerializable(typeof(Dictionary<string, int>))]
partial class Context : JsonSerializerContext;
