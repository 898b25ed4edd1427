// Threads and what they wait on.
object gate = new();
int sum = 0;
long interlocked = 0;
Thread[] threads = [.. Enumerable.Range(1, 8).Select(n => new Thread(() =>
{
    for (int i = 0; i < 1000; i++)
    {
        lock (gate)
        {
            sum += n;
        }
        Interlocked.Increment(ref interlocked);
    }
}))];
Array.ForEach(threads, thread => thread.Start());
Array.ForEach(threads, thread => thread.Join());
Console.WriteLine($"{sum} {interlocked}");

// A ball between two threads, by Monitor.
int turn = 0;
List<string> hits = [];
Thread ping = new(() => Play(0, "ping"));
Thread pong = new(() => Play(1, "pong"));
ping.Start();
pong.Start();
ping.Join();
pong.Join();
Console.WriteLine(string.Join(' ', hits));

using Barrier barrier = new(3, b => hits.Add($"phase {b.CurrentPhaseNumber}"));
hits.Clear();
Thread[] party = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
{
    for (int i = 0; i < 4; i++)
    {
        barrier.SignalAndWait();
    }
}))];
Array.ForEach(party, thread => thread.Start());
Array.ForEach(party, thread => thread.Join());
Console.WriteLine(string.Join(", ", hits));

using CountdownEvent countdown = new(5);
for (int i = 0; i < 5; i++)
{
    ThreadPool.QueueUserWorkItem(_ => countdown.Signal());
}
countdown.Wait();
Console.WriteLine(countdown.IsSet);

using ThreadLocal<int> local = new(() => 7, trackAllValues: true);
Thread own = new(() => local.Value = 5);
own.Start();
own.Join();
Console.WriteLine($"{local.Value} {local.Values.Sum()}");

using ManualResetEventSlim ready = new();
using AutoResetEvent answer = new(false);
string? reply = null;
new Thread(() =>
{
    ready.Wait();
    Volatile.Write(ref reply, "answered");
    answer.Set();
}).Start();
ready.Set();
answer.WaitOne();
Console.WriteLine(reply);

ReaderWriterLockSlim shared = new();
shared.EnterReadLock();
Console.WriteLine($"{shared.IsReadLockHeld} {shared.CurrentReadCount} {shared.IsWriteLockHeld}");
shared.ExitReadLock();
Console.WriteLine(new Mutex(true).WaitOne(0));
Console.WriteLine(Thread.CurrentThread.IsThreadPoolThread);

Lazy<int> lazy = new(() => Interlocked.Add(ref sum, 1), LazyThreadSafetyMode.ExecutionAndPublication);
Parallel.For(0, 100, _ => _ = lazy.Value);
Console.WriteLine(sum);

void Play(int me, string word)
{
    for (int i = 0; i < 4; i++)
    {
        lock (gate)
        {
            while (turn != me)
            {
                Monitor.Wait(gate);
            }
            hits.Add(word);
            turn = 1 - me;
            Monitor.PulseAll(gate);
        }
    }
}
