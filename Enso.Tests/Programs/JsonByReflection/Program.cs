using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

// System.Text.Json on types that it finds out about at run time.
Library library = new("City", [
    new Book { Title = "Emma", Year = 1815, Genres = [Genre.Novel], Price = 7.5m, Lent = new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc) },
    new Book { Title = "Elements", Year = -300, Genres = [Genre.Science, Genre.Reference], Ratings = { ["ada"] = 5, ["alan"] = 4 } },
]);
JsonSerializerOptions options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };
string text = JsonSerializer.Serialize(library, options);
Console.WriteLine(text);
Library back = JsonSerializer.Deserialize<Library>(text, options)!;
Console.WriteLine($"{back.Name} {back.Books.Count} {back.Books[1].Ratings["ada"]} {back.Books[0].Lent:O} {back.Books[1].Lent is null}");
Console.WriteLine(text == JsonSerializer.Serialize(back, options));

Console.WriteLine(JsonSerializer.Serialize(new { Answer = 42, List = new[] { 1.5, 2 }, Nested = new { Yes = true, No = (string?)null } }));
Console.WriteLine(JsonSerializer.Serialize(Enumerable.Range(1, 5).ToDictionary(n => n, n => n * n)));
Console.WriteLine(JsonSerializer.Serialize(new List<(int, string)> { (1, "a") }, new JsonSerializerOptions { IncludeFields = true }));
Console.WriteLine(string.Join(' ', JsonSerializer.Deserialize<int[]>("[3,1,2]")!.Order()));
Console.WriteLine(JsonSerializer.Deserialize<Dictionary<string, List<Point>>>("""{"path":[{"X":1,"Y":2},{"X":3,"Y":4}]}""")!["path"][1]);
Console.WriteLine(JsonSerializer.Deserialize<Animal>("""{"kind":"dog","Name":"Rex","Tricks":3}"""));
Console.WriteLine(JsonSerializer.Serialize<Animal[]>([new Cat("Tom", true), new Dog("Rex", 2)]));

JsonNode node = JsonNode.Parse("""{"a":[1,2,{"b":null}]}""")!;
node["a"]![2]!["b"] = "set";
Console.WriteLine(node.ToJsonString());
using JsonDocument document = JsonDocument.Parse("[1, 2.5, \"x\", true]");
Console.WriteLine(string.Join(' ', document.RootElement.EnumerateArray().Select(e => e.ValueKind)));
try
{
    JsonSerializer.Deserialize<Book>("""{"Title": 5}""");
}
catch (JsonException error)
{
    Console.WriteLine($"{error.Path} {error.LineNumber} {error.BytePositionInLine}");
}

enum Genre { Novel, Science, Reference }
record Library(string Name, List<Book> Books);
record struct Point(int X, double Y);
class Book
{
    public required string Title { get; set; }
    public int Year { get; set; }
    public Genre[] Genres { get; set; } = [];
    public decimal? Price { get; set; }
    [JsonPropertyName("lent_on")] public DateTime? Lent { get; set; }
    public Dictionary<string, int> Ratings { get; set; } = [];
    [JsonIgnore] public string Secret => "hidden";
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Cat), "cat")]
[JsonDerivedType(typeof(Dog), "dog")]
record Animal(string Name);
record Cat(string Name, bool Purrs) : Animal(Name);
record Dog(string Name, int Tricks) : Animal(Name);
