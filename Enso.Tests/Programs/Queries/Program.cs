// LINQ over objects.
string[] words = "the quick brown fox jumps over the lazy dog and the fox runs".Split(' ');

var byLength = from word in words.Distinct()
               group word by word.Length into lengths
               orderby lengths.Key descending
               select (lengths.Key, Words: lengths.Order());
foreach (var (length, list) in byLength)
{
    Console.WriteLine($"{length}: {string.Join(", ", list)}");
}

Console.WriteLine(words.CountBy(word => word).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First());
Console.WriteLine(string.Join(' ', words.Chunk(4).Select(chunk => chunk.Length)));
Console.WriteLine(string.Join(' ', words.Zip(Enumerable.Range(1, 5), (word, n) => $"{n}{word[0]}")));
Console.WriteLine(words.Aggregate(0L, (sum, word) => (sum * 31) + word.Length));

int[] numbers = [.. Enumerable.Range(1, 20)];
Console.WriteLine(numbers.Where(n => n % 3 == 0).Sum());
Console.WriteLine(numbers.SkipWhile(n => n < 5).TakeWhile(n => n < 12).Average());
Console.WriteLine($"{numbers.Min(n => n % 7)} {numbers.Max(n => n % 7)} {numbers.MinBy(n => (n - 10) * (n - 10))}");
Console.WriteLine(string.Join(' ', numbers.SelectMany(n => Enumerable.Repeat(n, n % 3)).Take(10)));

var people = new[] { (Name: "Ada", City: 1), (Name: "Alan", City: 2), (Name: "Grace", City: 1) };
var cities = new[] { (Id: 1, Name: "London"), (Id: 2, Name: "Manchester"), (Id: 3, Name: "Leeds") };
foreach (var line in cities.GroupJoin(people, c => c.Id, p => p.City, (c, ps) => $"{c.Name}: {string.Join('+', ps.Select(p => p.Name))}"))
{
    Console.WriteLine(line);
}
Console.WriteLine(string.Join(' ', numbers.Except([1, 2, 3]).Intersect([2, 4, 6, 40]).Union([9]).Reverse()));
Console.WriteLine(numbers.ToLookup(n => n % 4)[1].Count());
