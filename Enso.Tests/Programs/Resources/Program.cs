using System.Reflection;
using System.Resources;

// Files that are embedded in the assembly: plain ones, and those of a .resx.
Assembly assembly = Assembly.GetExecutingAssembly();
foreach (string name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
{
    using Stream stream = assembly.GetManifestResourceStream(name)!;
    Console.WriteLine($"{name} {stream.Length > 0}");
}
using (StreamReader reader = new(assembly.GetManifestResourceStream("Resources.poem.txt")!))
{
    while (reader.ReadLine() is { } line)
    {
        Console.WriteLine($"> {line}");
    }
}
ResourceManager strings = new("Resources.Strings", assembly);
Console.WriteLine(string.Format(strings.GetString("Greeting")!, "Ada"));
Console.WriteLine(strings.GetString("Absent") ?? "(none)");
