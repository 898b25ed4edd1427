// Environment.Exit from another thread, with handlers, while others still run.
AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine($"leaving with {Environment.ExitCode}");
new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();
Thread worker = new(() =>
{
    Console.WriteLine("the worker ends it");
    Environment.Exit(200 + 56 + 42);
});
worker.Start();
worker.Join();
Console.WriteLine("never written");
