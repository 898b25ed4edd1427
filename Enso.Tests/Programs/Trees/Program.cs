using System.Linq.Expressions;

// Expression trees: built, looked into, rewritten, and run.
Expression<Func<int, int, int>> formula = (x, y) => ((x + y) * (x - y)) + 1;
Console.WriteLine(formula);
Console.WriteLine(formula.Compile()(7, 3));
Console.WriteLine(new Swap().Visit(formula));
ParameterExpression n = Expression.Parameter(typeof(int), "n");
ParameterExpression result = Expression.Variable(typeof(int), "result");
LabelTarget done = Expression.Label(typeof(int));
Func<int, int> factorial = Expression.Lambda<Func<int, int>>(
    Expression.Block(
        [result],
        Expression.Assign(result, Expression.Constant(1)),
        Expression.Loop(
            Expression.IfThenElse(
                Expression.GreaterThan(n, Expression.Constant(1)),
                Expression.MultiplyAssign(result, Expression.PostDecrementAssign(n)),
                Expression.Break(done, result)),
            done)),
    n).Compile();
Console.WriteLine(factorial(10));
Expression<Func<Person, bool>> filter = person => person.Age > 30 && person.Name.StartsWith("A");
Console.WriteLine(filter.Body.NodeType + " " + Count(filter));
Person[] people = [new("Ada", 36), new("Alan", 41), new("Bob", 50), new("Amy", 12)];
Console.WriteLine(string.Join(' ', people.Where(filter.Compile()).OrderBy(p => p.Age).Select(p => p.Name)));
Func<Person, string> getName = Property<string>("Name");
Console.WriteLine(getName(people[2]));
int captured = 5;
Expression<Func<int>> closure = () => captured * 2;
captured = 21;
Console.WriteLine(closure.Compile()());
Expression<Func<object>> conditional = () => captured > 20 ? new { Big = true } : null!;
Console.WriteLine(conditional.Compile()());
try
{
    Expression.Lambda<Func<int>>(Expression.Throw(Expression.New(typeof(InvalidOperationException)), typeof(int))).Compile()();
}
catch (InvalidOperationException)
{
    Console.WriteLine("thrown by a tree");
}

static Func<Person, T> Property<T>(string name)
{
    ParameterExpression person = Expression.Parameter(typeof(Person));
    return Expression.Lambda<Func<Person, T>>(Expression.Property(person, name), person).Compile();
}

static int Count(Expression tree)
{
    Counter counter = new();
    counter.Visit(tree);
    return counter.Nodes;
}

sealed record Person(string Name, int Age);

sealed class Counter : ExpressionVisitor
{
    public int Nodes { get; private set; }
    public override Expression? Visit(Expression? node)
    {
        Nodes += node is null ? 0 : 1;
        return base.Visit(node);
    }
}

sealed class Swap : ExpressionVisitor
{
    protected override Expression VisitBinary(BinaryExpression node) => node.NodeType switch
    {
        ExpressionType.Add => Expression.Subtract(Visit(node.Left), Visit(node.Right)),
        ExpressionType.Subtract => Expression.Add(Visit(node.Left), Visit(node.Right)),
        _ => base.VisitBinary(node),
    };
}
