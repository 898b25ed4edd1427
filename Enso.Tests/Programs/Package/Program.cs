using System.CommandLine;

// A NuGet package: System.CommandLine reads the arguments.
Option<int> times = new("--times", "-t") { Description = "How often.", DefaultValueFactory = _ => 1 };
Option<bool> loud = new("--loud") { Description = "In capitals." };
Argument<string[]> names = new("names") { Description = "Whom to greet.", Arity = ArgumentArity.OneOrMore };
Command greet = new("greet", "Greets people.") { times, loud, names };
greet.SetAction(result =>
{
    for (int i = 0; i < result.GetValue(times); i++)
    {
        foreach (string name in result.GetValue(names)!)
        {
            string text = $"hello, {name}";
            Console.WriteLine(result.GetValue(loud) ? text.ToUpperInvariant() : text);
        }
    }
    return result.GetValue(names)!.Length;
});
RootCommand root = new("Shows that packages work.") { greet };

string[][] lines =
[
    ["greet", "Ada"], ["greet", "--loud", "-t", "2", "Ada", "Alan"], ["greet", "--times", "x", "Ada"], ["greet"], ["unknown"],
];
foreach (string[] line in lines)
{
    ParseResult result = root.Parse(line);
    Console.WriteLine($"> {string.Join(' ', line)}");
    foreach (var error in result.Errors)
    {
        Console.WriteLine($"  error: {error.Message}");
    }
    if (result.Errors.Count == 0)
    {
        Console.WriteLine($"  status {result.Invoke()}");
    }
}
return root.Parse(args.Length > 0 ? args : ["greet", "you"]).Invoke();
