// Standard input, as text by lines and then, with the argument "bytes", as bytes: how many there are, and a digest.
if (args is ["bytes"])
{
    using Stream input = Console.OpenStandardInput();
    byte[] buffer = new byte[10_000];
    ulong digest = 14695981039346656037;
    long total = 0;
    int count;
    while ((count = await input.ReadAsync(buffer)) > 0)
    {
        total += count;
        foreach (byte value in buffer.AsSpan(0, count))
        {
            digest = (digest ^ value) * 1099511628211;
        }
    }
    Console.WriteLine($"{total} bytes, {digest:x16}");
    return;
}
Console.WriteLine(Console.IsInputRedirected);
int lines = 0;
while (Console.ReadLine() is { } line)
{
    Console.WriteLine($"{++lines}: {line}");
}
Console.WriteLine($"{lines} lines; then {Console.Read()}");
try
{
    Console.ReadKey();
}
catch (InvalidOperationException error)
{
    Console.WriteLine(error.GetType().Name);
}
