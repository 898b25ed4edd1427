// Sorting by the library and by hand, of many kinds of things.
int[] numbers = new int[50_000];
uint state = 12345;
for (int i = 0; i < numbers.Length; i++)
{
    state = (state * 1664525) + 1013904223;
    numbers[i] = (int)(state >> 8) % 100_000;
}
int[] expected = [.. numbers];
Array.Sort(expected);
Console.WriteLine(Check("Array.Sort", expected));
foreach (var (name, sort) in new (string, Action<int[]>)[] { ("quick", a => Quick(a, 0, a.Length - 1)), ("merge", Merge), ("heap", Heap), ("radix", Radix), ("shell", Shell) })
{
    int[] copy = [.. numbers];
    sort(copy);
    Console.WriteLine(Check(name, copy) + " " + copy.AsSpan().SequenceEqual(expected));
}
Console.WriteLine(numbers.Order().SequenceEqual(expected) + " " + numbers.AsParallel().OrderByDescending(n => n).First());

(string Name, int Age)[] people = [("Bob", 30), ("Ada", 36), ("Cy", 30), ("Di", 25), ("Al", 36)];
Console.WriteLine(string.Join(' ', people.OrderByDescending(p => p.Age).ThenBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name)));
Array.Sort(people, (a, b) => a.Name.Length != b.Name.Length ? a.Name.Length - b.Name.Length : string.CompareOrdinal(a.Name, b.Name));
Console.WriteLine(string.Join(' ', people.Select(p => p.Name)));
string[] names = ["item10", "item9", "Item2", "item1"];
Array.Sort(names, StringComparer.Ordinal);
Console.WriteLine(string.Join(' ', names));
Array.Sort(names, new Natural());
Console.WriteLine(string.Join(' ', names));
int[] keys = [3, 1, 2];
char[] items = ['c', 'a', 'b'];
Array.Sort(keys, items);
Console.WriteLine(string.Concat(items) + Array.BinarySearch(keys, 2) + ~Array.BinarySearch(keys, 9));
List<double> reals = [2.5, double.NaN, -1, double.PositiveInfinity];
reals.Sort();
Console.WriteLine(string.Join(' ', reals));
try
{
    Array.Sort([new object(), new object()]);
}
catch (InvalidOperationException error)
{
    Console.WriteLine(error.InnerException!.GetType().Name);
}

static string Check(string name, int[] a)
{
    long hash = 17;
    bool inOrder = true;
    for (int i = 0; i < a.Length; i++)
    {
        hash = unchecked((hash * 31) + a[i]);
        inOrder &= i == 0 || a[i - 1] <= a[i];
    }
    return $"{name}: {inOrder} {hash:x}";
}

static void Quick(int[] a, int low, int high)
{
    while (low < high)
    {
        int pivot = a[(low + high) / 2], i = low, j = high;
        while (i <= j)
        {
            while (a[i] < pivot)
            {
                i++;
            }
            while (a[j] > pivot)
            {
                j--;
            }
            if (i <= j)
            {
                (a[i], a[j]) = (a[j--], a[i++]);
            }
        }
        Quick(a, low, j);
        low = i;
    }
}

static void Merge(int[] a)
{
    if (a.Length < 2)
    {
        return;
    }
    int[] left = a[..(a.Length / 2)], right = a[(a.Length / 2)..];
    Merge(left);
    Merge(right);
    for (int i = 0, l = 0, r = 0; i < a.Length; i++)
    {
        a[i] = r == right.Length || (l < left.Length && left[l] <= right[r]) ? left[l++] : right[r++];
    }
}

static void Heap(int[] a)
{
    for (int i = (a.Length / 2) - 1; i >= 0; i--)
    {
        Sift(i, a.Length);
    }
    for (int end = a.Length - 1; end > 0; end--)
    {
        (a[0], a[end]) = (a[end], a[0]);
        Sift(0, end);
    }

    void Sift(int root, int end)
    {
        for (int child; (child = (2 * root) + 1) < end; root = child)
        {
            child += child + 1 < end && a[child + 1] > a[child] ? 1 : 0;
            if (a[root] >= a[child])
            {
                return;
            }
            (a[root], a[child]) = (a[child], a[root]);
        }
    }
}

static void Radix(int[] a)
{
    int[] from = a, to = new int[a.Length];
    for (int shift = 0; shift < 32; shift += 8)
    {
        int[] starts = new int[257];
        foreach (int n in from)
        {
            starts[((n >> shift) & 0xFF) + 1]++;
        }
        for (int i = 0; i < 256; i++)
        {
            starts[i + 1] += starts[i];
        }
        foreach (int n in from)
        {
            to[starts[(n >> shift) & 0xFF]++] = n;
        }
        (from, to) = (to, from);
    }
}

static void Shell(int[] a)
{
    for (int gap = a.Length / 2; gap > 0; gap /= 2)
    {
        for (int i = gap; i < a.Length; i++)
        {
            int item = a[i], j = i;
            for (; j >= gap && a[j - gap] > item; j -= gap)
            {
                a[j] = a[j - gap];
            }
            a[j] = item;
        }
    }
}

sealed class Natural : IComparer<string>
{
    public int Compare(string? a, string? b)
    {
        int byWord = string.Compare(a!.TrimEnd("0123456789".ToCharArray()), b!.TrimEnd("0123456789".ToCharArray()), StringComparison.OrdinalIgnoreCase);
        return byWord != 0 ? byWord : Number(a).CompareTo(Number(b));
    }

    private static int Number(string text) => int.Parse(string.Concat(text.Where(char.IsDigit)));
}
