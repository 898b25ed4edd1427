using System.Threading.Channels;

// Producers and consumers on bounded and unbounded channels, three stages deep.
Channel<int> numbers = Channel.CreateBounded<int>(4);
Channel<(int Number, bool IsPrime)> answers = Channel.CreateUnbounded<(int, bool)>();

Task producer = Task.Run(async () =>
{
    for (int n = 2; n <= 2000; n++)
    {
        await numbers.Writer.WriteAsync(n);
    }
    numbers.Writer.Complete();
});

Task[] workers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
{
    await foreach (int n in numbers.Reader.ReadAllAsync())
    {
        await answers.Writer.WriteAsync((n, IsPrime(n)));
    }
}))];

_ = Task.WhenAll(workers).ContinueWith(_ => answers.Writer.Complete());

SortedSet<int> primes = [];
int seen = 0;
await foreach (var (number, isPrime) in answers.Reader.ReadAllAsync())
{
    seen++;
    if (isPrime)
    {
        primes.Add(number);
    }
}
await producer;
Console.WriteLine($"{seen} numbers, {primes.Count} primes, the largest {primes.Max}, their sum {primes.Sum()}");

Channel<string> small = Channel.CreateBounded<string>(
    new BoundedChannelOptions(2) { FullMode = BoundedChannelFullMode.DropOldest });
foreach (string word in "one two three four five".Split(' '))
{
    small.Writer.TryWrite(word);
}
small.Writer.Complete();
Console.WriteLine(string.Join(' ', await small.Reader.ReadAllAsync().ToListAsync()));
Console.WriteLine(small.Reader.Completion.IsCompletedSuccessfully);

static bool IsPrime(int n)
{
    for (int i = 2; i * i <= n; i++)
    {
        if (n % i == 0)
        {
            return false;
        }
    }
    return true;
}

static class Extensions
{
    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items)
        {
            list.Add(item);
        }
        return list;
    }
}
