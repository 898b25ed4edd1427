// Work on all cores, with answers that do not depend on how many there are.
const int size = 160;
double[,] a = new double[size, size], b = new double[size, size], c = new double[size, size];
for (int i = 0; i < size; i++)
{
    for (int j = 0; j < size; j++)
    {
        a[i, j] = (i * 3 + j) % 17;
        b[i, j] = (i + j * 5) % 13;
    }
}
Parallel.For(0, size, i =>
{
    for (int j = 0; j < size; j++)
    {
        double sum = 0;
        for (int k = 0; k < size; k++)
        {
            sum += a[i, k] * b[k, j];
        }
        c[i, j] = sum;
    }
});
double trace = 0;
for (int i = 0; i < size; i++)
{
    trace += c[i, i];
}
Console.WriteLine($"trace {trace}");

long total = 0;
Parallel.ForEach(Enumerable.Range(1, 10_000), () => 0L, (n, _, local) => local + (n % 7 * n), local => Interlocked.Add(ref total, local));
Console.WriteLine(total);
Console.WriteLine(Enumerable.Range(2, 20_000).AsParallel().Count(IsPrime));
Console.WriteLine(string.Join(' ', Enumerable.Range(1, 10).AsParallel().AsOrdered().Select(n => n * n).Where(n => n % 2 == 1)));
Console.WriteLine(Enumerable.Range(1, 1000).AsParallel().Aggregate(0L, (sum, n) => sum + n, (x, y) => x + y, sum => sum * 2));
int[] results = new int[3];
Parallel.Invoke(() => results[0] = 1, () => results[1] = 2, () => results[2] = 3);
Console.WriteLine(string.Concat(results));
ParallelLoopResult stopped = Parallel.For(0, 1_000_000, (i, state) =>
{
    if (i == 10)
    {
        state.Break();
    }
});
Console.WriteLine($"{stopped.IsCompleted} {stopped.LowestBreakIteration}");
try
{
    Parallel.For(0, 100, i =>
    {
        if (i == 50)
        {
            throw new InvalidOperationException("fifty");
        }
    });
}
catch (AggregateException error)
{
    Console.WriteLine(error.InnerExceptions.Single().Message);
}
int[] data = [.. Enumerable.Range(0, 100_000).Select(i => (i * 7919) % 100_003)];
Console.WriteLine(ParallelMax(data, 0, data.Length));
await Parallel.ForEachAsync(Enumerable.Range(0, 50), async (n, token) =>
{
    await Task.Delay(1, token);
    Interlocked.Add(ref total, n);
});
Console.WriteLine(total);
Console.WriteLine(Queens(8));

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

static int ParallelMax(int[] data, int from, int to)
{
    if (to - from < 5000)
    {
        return data.AsSpan(from, to - from).ToArray().Max();
    }
    int middle = (from + to) / 2;
    Task<int> left = Task.Run(() => ParallelMax(data, from, middle));
    return Math.Max(ParallelMax(data, middle, to), left.Result);
}

static int Queens(int n) => Enumerable.Range(0, n).AsParallel().Sum(first => Place(n, 1, 1u << first, 2u << first, (1u << first) >> 1));

static int Place(int n, int row, uint columns, uint left, uint right)
{
    if (row == n)
    {
        return 1;
    }
    int found = 0;
    for (uint free = ~(columns | left | right) & ((1u << n) - 1); free != 0; free &= free - 1)
    {
        uint bit = free & (uint)-(int)free;
        found += Place(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}
