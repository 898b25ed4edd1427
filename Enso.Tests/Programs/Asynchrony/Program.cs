// async and await: order, cancellation, exceptions, asynchronous streams and disposal.
Console.WriteLine(await AddAsync(2, 3));
Console.WriteLine(string.Join(' ', await Task.WhenAll(Enumerable.Range(1, 8).Select(SquareAsync))));

using CancellationTokenSource source = new();
Task waiting = Task.Delay(Timeout.Infinite, source.Token);
source.Cancel();
try
{
    await waiting;
}
catch (OperationCanceledException error)
{
    Console.WriteLine($"cancelled: {error.CancellationToken.IsCancellationRequested}");
}

try
{
    await Task.WhenAll(FailAsync("one"), FailAsync("two"));
}
catch (InvalidOperationException error)
{
    Console.WriteLine($"failed: {error.Message}");
}

int total = 0;
await foreach (int n in CountAsync(10))
{
    total += n;
}
Console.WriteLine(total);

await using (Resource resource = new())
{
    Console.WriteLine("in use");
}

TaskCompletionSource<string> promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
Task<string> chained = promise.Task.ContinueWith(task => task.Result.ToUpperInvariant());
promise.SetResult("kept");
Console.WriteLine(await chained);

Task first = await Task.WhenAny(Task.Delay(Timeout.Infinite, CancellationToken.None), Task.CompletedTask);
Console.WriteLine(first.IsCompletedSuccessfully);
Console.WriteLine(await new ValueTask<int>(42));

SemaphoreSlim gate = new(2);
int inside = 0, most = 0;
await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
{
    await gate.WaitAsync();
    lock (gate)
    {
        most = Math.Max(most, ++inside);
    }
    await Task.Yield();
    lock (gate)
    {
        inside--;
    }
    gate.Release();
}));
Console.WriteLine(most is 1 or 2);
return 0;

static async Task<int> AddAsync(int a, int b)
{
    await Task.Yield();
    return a + b;
}

static async Task<int> SquareAsync(int n)
{
    await Task.Delay(1);
    return n * n;
}

static async Task FailAsync(string what)
{
    await Task.Yield();
    throw new InvalidOperationException(what);
}

static async IAsyncEnumerable<int> CountAsync(int to)
{
    for (int i = 1; i <= to; i++)
    {
        await Task.Yield();
        yield return i;
    }
}

sealed class Resource : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        Console.WriteLine("disposed of");
    }
}
