// Environment variables: given, absent, set by the program itself.
foreach (string name in new[] { "GREETING", "lower_case", "EMPTY", "NOT_THERE" })
{
    string? value = Environment.GetEnvironmentVariable(name);
    Console.WriteLine($"{name} = {(value is null ? "(none)" : $"'{value}'")}");
}
Environment.SetEnvironmentVariable("SET_HERE", "by the program");
Console.WriteLine(Environment.GetEnvironmentVariable("SET_HERE"));
Console.WriteLine(Environment.ExpandEnvironmentVariables("%GREETING%!"));
Console.WriteLine(Environment.GetEnvironmentVariables().Contains("GREETING"));
Console.WriteLine(Environment.NewLine.Length);
Console.WriteLine(Environment.Is64BitProcess);
Console.WriteLine(Environment.ProcessorCount > 0);
