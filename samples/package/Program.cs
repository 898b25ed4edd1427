using Spectre.Console;

// A package from NuGet draws a table, a tree and a chart of bars.
Table table = new Table()
    .Border(TableBorder.Rounded)
    .AddColumn("planet")
    .AddColumn(new TableColumn("moons").RightAligned())
    .AddColumn(new TableColumn("days in a year").RightAligned());
(string Name, int Moons, double Days)[] planets =
[
    ("Mercury", 0, 88.0), ("Venus", 0, 224.7), ("Earth", 1, 365.2), ("Mars", 2, 687.0), ("Jupiter", 95, 4331),
];
foreach (var (name, moons, days) in planets)
{
    table.AddRow($"[bold]{name}[/]", $"{moons}", days.ToString("N1"));
}
AnsiConsole.Write(table);

Tree tree = new("Ensō");
tree.AddNode("upper half").AddNodes("the program", "its packages", ".NET");
tree.AddNode("lower half").AddNodes("threads", "memory", "interrupts");
AnsiConsole.Write(tree);

AnsiConsole.Write(new BarChart()
    .Width(60)
    .Label("moons")
    .AddItems(planets, planet => new BarChartItem(planet.Name, planet.Moons, Color.Yellow)));
