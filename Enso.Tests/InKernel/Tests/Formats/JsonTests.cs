using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Enso.Tests.InKernel.Tests.Formats;

/// <summary>JSON: documents, nodes, the writer, and objects by generated code.</summary>
internal static partial class JsonTests
{
    internal sealed record Order(int Id, string Customer, decimal Total, DateTimeOffset Placed, IReadOnlyList<Line> Lines,
        Status State = Status.Open)
    {
        [JsonPropertyName("note")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Note { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Rest { get; set; }
    }

    internal sealed record Line(string Article, int Count);

    [JsonConverter(typeof(JsonStringEnumConverter<Status>))]
    internal enum Status
    {
        Open,
        Shipped,
    }

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Box), "box")]
    internal abstract record Shape;

    internal sealed record Circle(double Radius) : Shape;

    internal sealed record Box(double Width, double Height) : Shape;

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Order))]
    [JsonSerializable(typeof(Shape[]))]
    [JsonSerializable(typeof(Dictionary<string, int[]>))]
    [JsonSerializable(typeof(IAsyncEnumerable<int>))]
    internal sealed partial class Context : JsonSerializerContext;

    [KernelTest]
    internal static void An_object_is_written_and_read_by_generated_code()
    {
        Order order = new(7, "Zoë \"Z\"", 12.50m, new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)),
            [new Line("bolt", 100), new Line("nut", 99)], Status.Shipped);
        string json = JsonSerializer.Serialize(order, Context.Default.Order);
        Check.Equal("{\"id\":7,\"customer\":\"Zo\\u00EB \\u0022Z\\u0022\",\"total\":12.50,"
            + "\"placed\":\"2024-05-06T07:08:09+02:00\",\"lines\":[{\"article\":\"bolt\",\"count\":100},"
            + "{\"article\":\"nut\",\"count\":99}],\"state\":\"Shipped\"}", json);
        Order read = JsonSerializer.Deserialize(json, Context.Default.Order)!;
        Check.Equal("Zoë \"Z\"", read.Customer);
        Check.Equal(order.Placed, read.Placed);
        Check.Sequence(order.Lines, read.Lines);
        Check.Equal(Status.Shipped, read.State);
        Order odd = JsonSerializer.Deserialize("""{"note":"n","lines":[],"extra":{"a":[1]},"id":1}""", Context.Default.Order)!;
        Check.Equal("n", odd.Note);
        Check.Equal(1, odd.Rest!["extra"].GetProperty("a")[0].GetInt32());
    }

    [KernelTest]
    internal static void Kinds_of_shapes_keep_their_kind()
    {
        Shape[] shapes = [new Circle(1.5), new Box(2, 3)];
        string json = JsonSerializer.Serialize(shapes, Context.Default.ShapeArray);
        Check.Equal("""[{"kind":"circle","radius":1.5},{"kind":"box","width":2,"height":3}]""", json);
        Check.Sequence(shapes, JsonSerializer.Deserialize(json, Context.Default.ShapeArray)!);
        Check.Throws<JsonException>(() => JsonSerializer.Deserialize("""[{"kind":"blob"}]""", Context.Default.ShapeArray));
    }

    [KernelTest]
    internal static void A_malformed_text_is_refused_with_its_place()
    {
        JsonException e = Check.Throws<JsonException>(() => JsonSerializer.Deserialize("{\n \"a\": [1, 2 3]}",
            Context.Default.DictionaryStringInt32Array));
        Check.Equal(1L, e.LineNumber);
        Check.Equal("$.a[1]", e.Path!.Replace("[2]", "[1]", StringComparison.Ordinal));
        foreach (string text in new[] { "", "{", "[1,]", "{\"a\":}", "01", "nul", "\"\u0001\"", "{} {}", "[\"\\x\"]" })
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(text);
                Check.That(false, text);
            }
            catch (JsonException)
            {
                // As it should be: the reader's own type derives from this one.
            }
        }
        using JsonDocument lenient = JsonDocument.Parse("[1, /* two */ 2,]",
            new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        Check.Equal(2, lenient.RootElement.GetArrayLength());
    }

    [KernelTest]
    internal static void A_document_gives_its_elements_in_every_type()
    {
        using JsonDocument document = JsonDocument.Parse("""
            { "big": 79228162514264337593543950335, "e": 1.5e-3, "s": "\u00e9\n\ud834\udd1e", "n": null, "t": true,
              "list": [ 1, "two", { "three": 3 } ], "bytes": "AQID", "id": "00112233-4455-6677-8899-aabbccddeeff" }
            """);
        JsonElement root = document.RootElement;
        Check.Equal(decimal.MaxValue, root.GetProperty("big").GetDecimal());
        Check.Equal(0.0015, root.GetProperty("e").GetDouble());
        Check.Equal("é\n𝄞", root.GetProperty("s").GetString());
        Check.Equal(JsonValueKind.Null, root.GetProperty("n").ValueKind);
        Check.That(root.GetProperty("t").GetBoolean());
        Check.Equal("010203", Convert.ToHexString(root.GetProperty("bytes").GetBytesFromBase64()));
        Check.Equal((byte)0xFF, root.GetProperty("id").GetGuid().ToByteArray()[^1]);
        Check.Sequence(["big", "e", "s", "n", "t", "list", "bytes", "id"], root.EnumerateObject().Select(p => p.Name));
        Check.Sequence([JsonValueKind.Number, JsonValueKind.String, JsonValueKind.Object],
            root.GetProperty("list").EnumerateArray().Select(x => x.ValueKind));
        Check.That(!root.GetProperty("e").TryGetInt32(out _));
        Check.Throws<KeyNotFoundException>(() => root.GetProperty("none"));
        Check.That(JsonElement.DeepEquals(root, root.Clone()));
    }

    [KernelTest]
    internal static void Nodes_are_changed_and_written()
    {
        JsonNode node = JsonNode.Parse("""{"a":{"b":[1,2,3]},"c":"x"}""")!;
        node["a"]!["b"]!.AsArray().RemoveAt(1);
        node["a"]!["b"]![0] = 10;
        node["c"] = new JsonObject { ["d"] = true, ["e"] = null };
        Check.Equal("""{"a":{"b":[10,3]},"c":{"d":true,"e":null}}""", node.ToJsonString());
        Check.Equal("$.a.b[1]", node["a"]!["b"]![1]!.GetPath());
        Check.Equal(3, node["a"]!["b"]![1]!.GetValue<int>());
        Check.That(JsonNode.DeepEquals(node, node.DeepClone()));
        Check.Throws<InvalidOperationException>(() => new JsonArray { node["a"] });
    }

    [KernelTest]
    internal static void The_writer_escapes_indents_and_checks()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", IndentSize = 1 }))
        {
            writer.WriteStartObject();
            writer.WriteString("é<", "\t\"");
            writer.WriteStartArray("n");
            writer.WriteNumberValue(1.10m);
            writer.WriteNullValue();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        Check.Equal("{\n \"\\u00E9\\u003C\": \"\\t\\u0022\",\n \"n\": [\n  1.10,\n  null\n ]\n}",
            Encoding.UTF8.GetString(buffer.WrittenSpan));
        using Utf8JsonWriter wrong = new(new ArrayBufferWriter<byte>());
        wrong.WriteStartArray();
        Check.Throws<InvalidOperationException>(() => wrong.WriteString("name", "in an array"));
        Check.Throws<InvalidOperationException>(wrong.WriteEndObject);
    }

    [KernelTest]
    internal static void The_reader_goes_on_over_segments()
    {
        byte[] json = "{\"numbers\":[1,22,-333,4.5e1],\"text\":\"ab\\u0063\"}"u8.ToArray();
        for (int piece = 1; piece < json.Length; piece++)
        {
            Utf8JsonReader reader = new(SequenceParts.Of(json, piece));
            double sum = 0;
            string? text = null;
            while (reader.Read())
            {
                sum += reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : 0;
                text = reader.TokenType == JsonTokenType.String ? reader.GetString() : text;
            }
            Check.Equal(-265.0, sum);
            Check.Equal("abc", text);
        }
    }

    [KernelTest]
    internal static void A_stream_of_numbers_is_read_as_it_comes()
        => Worker.Complete(async () =>
        {
            using MemoryStream stream = new(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 5000))}]"));
            long sum = 0;
            await foreach (int number in JsonSerializer.DeserializeAsyncEnumerable(stream, Context.Default.Int32))
            {
                sum += number;
            }
            Check.Equal(12_497_500L, sum);
        });
}
