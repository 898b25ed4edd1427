// An exception that nobody handles: what was written before stays, and the status is that of an abort.
Console.WriteLine("before");
AppDomain.CurrentDomain.UnhandledException += (_, e) => Console.WriteLine($"seen: {e.ExceptionObject.GetType().Name}, terminating {e.IsTerminating}");
AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("never written");
try
{
    throw new InvalidOperationException("nobody catches this");
}
finally
{
    Console.Out.Flush();
}
