using System.Diagnostics;

// Timers and clocks: their order, not their exactness.
List<string> order = [];
using CountdownEvent all = new(3);
foreach (int delay in new[] { 600, 300, 5 })
{
    _ = Task.Delay(delay).ContinueWith(_ =>
    {
        lock (order)
        {
            order.Add($"{delay}");
        }
        all.Signal();
    });
}
all.Wait();
Console.WriteLine(string.Join(' ', order));

using PeriodicTimer periodic = new(TimeSpan.FromMilliseconds(2));
int ticks = 0;
while (ticks < 5 && await periodic.WaitForNextTickAsync())
{
    ticks++;
}
Console.WriteLine(ticks);

TaskCompletionSource fired = new();
using Timer timer = new(_ => fired.TrySetResult(), null, 1, Timeout.Infinite);
await fired.Task;
Console.WriteLine(fired.Task.IsCompletedSuccessfully);

Stopwatch watch = Stopwatch.StartNew();
Thread.Sleep(20);
Console.WriteLine($"{watch.ElapsedMilliseconds >= 19} {Stopwatch.IsHighResolution} {Stopwatch.GetTimestamp() <= Stopwatch.GetTimestamp()}");
DateTime start = DateTime.UtcNow;
long ticksBefore = Environment.TickCount64;
await Task.Delay(10);
Console.WriteLine($"{DateTime.UtcNow >= start} {Environment.TickCount64 >= ticksBefore}");

using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(5));
try
{
    await Task.Delay(Timeout.Infinite, source.Token);
}
catch (TaskCanceledException)
{
    Console.WriteLine("cancelled by time");
}
try
{
    await Task.Delay(Timeout.Infinite).WaitAsync(TimeSpan.FromMilliseconds(5));
}
catch (TimeoutException)
{
    Console.WriteLine("waited long enough");
}
Console.WriteLine(SpinWait.SpinUntil(() => false, 3));
FakeTime time = new();
Console.WriteLine(time.GetUtcNow().Year + " " + time.GetElapsedTime(0, time.TimestampFrequency).TotalSeconds);

sealed class FakeTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
}
