// Records and patterns.
Shape[] shapes =
[
    new Circle(2), new Rectangle(3, 4), new Rectangle(5, 5), new Group([new Circle(1), new Rectangle(1, 2)]), new Group([]),
];
foreach (Shape shape in shapes)
{
    Console.WriteLine($"{shape}: {Name(shape)}, {Area(shape):F3}");
}

Rectangle first = new(3, 4);
Rectangle second = first with { Height = 4 };
Console.WriteLine($"{first == second} {ReferenceEquals(first, second)} {first.GetHashCode() == second.GetHashCode()}");
var (width, height) = second;
Console.WriteLine($"{width} x {height}");

Console.WriteLine(string.Join(' ', new object?[] { 1, -1, 1000, "text", "", null, 2.5, new[] { 1, 2, 3 }, new List<int>() }.Select(Classify)));
Console.WriteLine(new Money(12.5m, "GBP") + new Money(1m, "GBP"));
Console.WriteLine(new Point3(1, 2, 3) with { Z = 9 });

static string Name(Shape shape) => shape switch
{
    Circle { Radius: > 1 } => "large circle",
    Circle => "circle",
    Rectangle(var w, var h) when w == h => "square",
    Rectangle => "rectangle",
    Group { Parts: [] } => "empty group",
    Group { Parts: [var only] } => $"group of one {Name(only)}",
    Group { Parts: [_, .. var rest] } => $"group with {rest.Length} more",
    _ => throw new NotSupportedException(),
};

static double Area(Shape shape) => shape switch
{
    Circle circle => Math.PI * circle.Radius * circle.Radius,
    Rectangle rectangle => rectangle.Width * rectangle.Height,
    Group group => group.Parts.Sum(Area),
    _ => 0,
};

static string Classify(object? item) => item switch
{
    null => "null",
    int and < 0 => "negative",
    int n and >= 0 and < 100 => $"small:{n}",
    int => "large",
    "" => "empty",
    string { Length: var length } => $"text:{length}",
    double or float => "real",
    int[] and [1, .., 3] => "one-to-three",
    System.Collections.ICollection { Count: 0 } => "nothing",
    _ => "other",
};

abstract record Shape;
sealed record Circle(double Radius) : Shape;
sealed record Rectangle(double Width, double Height) : Shape;
sealed record Group(Shape[] Parts) : Shape { public override string ToString() => $"Group({Parts.Length})"; }
readonly record struct Point3(int X, int Y, int Z);
readonly record struct Money(decimal Amount, string Currency)
{
    public static Money operator +(Money a, Money b) => a.Currency == b.Currency
        ? a with { Amount = a.Amount + b.Amount } : throw new ArgumentException("currencies differ");
}
