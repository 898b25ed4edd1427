// Exceptions: order of blocks, filters, nesting, faults of the processor, and a status in the end.
try
{
    Outer();
}
catch (InvalidOperationException error) when (Filter(error))
{
    Console.WriteLine($"caught {error.Message} with {error.InnerException!.GetType().Name}: {error.InnerException.Message}");
}
finally
{
    Console.WriteLine("last");
}

string? nothing = args.Length > 100 ? "" : null;
Console.WriteLine(Name(() => nothing!.Length));
Console.WriteLine(Name(() => (new int[2])[args.Length + 2]));
Console.WriteLine(Name(() => (int)(object)"text"));
Console.WriteLine(Name(() => 10 / (nothing?.Length ?? 0)));
Console.WriteLine(Name(() => checked((byte)(args.Length + 256))));
Console.WriteLine(Name(() => new List<int> { 1 }.First(n => n > 1)));
Console.WriteLine(Name(() => new Dictionary<string, int>()["absent"]));
Console.WriteLine(Name(() => int.Parse("12x")));
Console.WriteLine(Name(() => { object[] array = new string[1]; array[0] = 1; return 0; }));
Console.WriteLine(Name(() => throw new AggregateException(new TimeoutException(), new NotSupportedException())));
Console.WriteLine(Name(() => { ArgumentNullException.ThrowIfNull(nothing); return 0; }));
Console.WriteLine(Name(() => Task.Run(int () => throw new FormatException("in a task")).Result));
Console.WriteLine(Name(() => { new Span<int>(new int[3])[..4].Clear(); return 0; }));

int depth = 0;
try
{
    Nest(200);
}
catch (MyException error)
{
    Console.WriteLine($"{error.Depth} {depth}");
}

for (int i = 0; i < 1000; i++)
{
    try
    {
        throw new MyException(i);
    }
    catch (MyException error) when (error.Depth == i)
    {
        depth++;
    }
}
Console.WriteLine(depth);
try
{
    try
    {
        throw new MyException(1);
    }
    catch
    {
        throw;
    }
}
catch (MyException error)
{
    Console.WriteLine(error.StackTrace!.Contains("Program"));
}
return 3;

void Outer()
{
    try
    {
        Inner();
    }
    catch (ArgumentException error)
    {
        throw new InvalidOperationException("outer", error);
    }
    finally
    {
        Console.WriteLine("outer finally");
    }
}

static void Inner()
{
    try
    {
        throw new ArgumentException("inner");
    }
    finally
    {
        Console.WriteLine("inner finally");
    }
}

static bool Filter(Exception error)
{
    Console.WriteLine($"filter sees {error.Message}");
    return true;
}

void Nest(int n)
{
    try
    {
        if (n == 0)
        {
            throw new MyException(200);
        }
        Nest(n - 1);
    }
    finally
    {
        depth++;
    }
}

static string Name(Func<object> action)
{
    try
    {
        return action().ToString()!;
    }
    catch (AggregateException error)
    {
        return $"{error.GetType().Name} of {string.Join(", ", error.InnerExceptions.Select(e => e.GetType().Name))}";
    }
    catch (Exception error)
    {
        return error.GetType().Name;
    }
}

sealed class MyException(int depth) : Exception
{
    public int Depth { get; } = depth;
}
