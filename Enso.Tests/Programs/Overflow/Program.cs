// A stack overflow, which nothing can catch: what was written before stays, and the status is that of an abort.
Console.WriteLine("before");
try
{
    Console.WriteLine(Depth(1));
}
catch (InsufficientExecutionStackException)
{
    Console.WriteLine("never written");
}

static int Depth(int n) => n + Depth(n + 1) + Depth(n - 1);
