// FailFast: no handler runs, and the status is that of an abort.
AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("never written");
Console.WriteLine("before");
try
{
    Environment.FailFast("given up");
}
finally
{
    Console.WriteLine("never written either");
}
