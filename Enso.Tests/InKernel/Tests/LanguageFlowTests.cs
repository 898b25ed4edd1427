using System.Runtime.CompilerServices;
using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What the language makes of control flow: patterns, iterators, delegates, closures, events, queries.
/// </summary>
internal static class LanguageFlowTests
{
    private sealed record Order(string Kind, int Count, Order? Next = null);

    private static string Describe(object? value) => value switch
    {
        null => "null",
        0 => "zero",
        int n and < 0 => $"negative {n}",
        int and (>= 100 or 42) => "special",
        int n when n % 2 == 0 => "even",
        int => "odd",
        string { Length: 0 } => "empty",
        string { Length: > 3 } s => $"long {s[0]}",
        Order { Kind: "nested", Next: { Count: var inner } } => $"order {inner}",
        Order { Count: not 1 } o => $"{o.Count} of {o.Kind}",
        int[] and [] => "no elements",
        int[] and [1, .., 9] => "one to nine",
        int[] and [var first, _, .. var rest] => $"{first} and {rest.Length} more",
        (int x, string y) => $"pair {x} {y}",
        DayOfWeek.Saturday or DayOfWeek.Sunday => "weekend",
        IEnumerable<char> => "letters",
        _ => value.GetType().Name,
    };

    [KernelTest]
    internal static void A_switch_takes_the_first_pattern_that_matches()
    {
        (object? Value, string Expected)[] cases =
        [
            (null, "null"), (0, "zero"), (-5, "negative -5"), (42, "special"), (100, "special"), (8, "even"),
            (7, "odd"), ("", "empty"), ("text", "long t"), ("abc", "letters"), (new Order("a", 3), "3 of a"),
            (new Order("a", 1), "Order"), (new Order("nested", 1, new Order("b", 6)), "order 6"),
            (Array.Empty<int>(), "no elements"),
            (new[] { 1, 5, 9 }, "one to nine"), (new[] { 4, 5, 6, 7 }, "4 and 2 more"), (new[] { 4 }, "Int32[]"),
            ((5, "y"), "pair 5 y"), (DayOfWeek.Sunday, "weekend"), (DayOfWeek.Monday, "DayOfWeek"), (1.5, "Double"),
        ];
        foreach ((object? value, string expected) in cases)
        {
            Check.Equal(expected, Describe(Opaque.Value(value)));
        }
    }

    [KernelTest]
    internal static void A_switch_expression_without_a_match_throws()
    {
#pragma warning disable CS8509 // that a day is missing is the test
        static int Number(DayOfWeek day) => day switch { DayOfWeek.Friday => 1, DayOfWeek.Sunday => 2 };
#pragma warning restore CS8509
        Check.Equal(2, Number(DayOfWeek.Sunday));
        SwitchExpressionException e = Check.Throws<SwitchExpressionException>(
            () => GC.KeepAlive(Number(Opaque.Value(DayOfWeek.Monday))));
        Check.Equal(DayOfWeek.Monday, (DayOfWeek)e.UnmatchedValue!);
    }

    [KernelTest]
    internal static void A_switch_over_many_strings_finds_each()
    {
        int Number(string text) => text switch
        {
            "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, "eight" => 8,
            "nine" => 9, "ten" => 10, "eleven" => 11, "twelve" => 12, _ => 0,
        };
        string[] words = "one two three four five six seven eight nine ten eleven twelve thirteen".Split(' ');
        Check.Equal("1,2,3,4,5,6,7,8,9,10,11,12,0", string.Join(',', words.Select(Number)));
    }

    private static IEnumerable<int> Primes(List<string> trace)
    {
        trace.Add("start");
        for (int candidate = 2; ; candidate++)
        {
            bool prime = true;
            for (int d = 2; d * d <= candidate; d++)
            {
                prime &= candidate % d != 0;
            }
            if (prime)
            {
                yield return candidate;
            }
            if (candidate > 50)
            {
                trace.Add("end");
                yield break;
            }
        }
    }

    [KernelTest]
    internal static void An_iterator_runs_only_as_far_as_it_is_asked()
    {
        List<string> trace = [];
        IEnumerable<int> primes = Primes(trace);
        Check.Equal(0, trace.Count);
        Check.Equal("2,3,5,7,11", string.Join(',', primes.Take(5)));
        Check.Equal("start", string.Join(',', trace));
        Check.Equal(15, primes.Count(p => p < 50));
        Check.Equal("start,start,end", string.Join(',', trace));
        Check.Equal("2-3,2-5,3-5", string.Join(',', Pairs(primes.Take(3).ToArray())));
    }

    private static IEnumerable<string> Pairs(int[] items)
    {
        for (int i = 0; i < items.Length; i++)
        {
            foreach (string pair in Inner(i))
            {
                yield return pair;
            }
        }

        IEnumerable<string> Inner(int left)
        {
            for (int k = left + 1; k < items.Length; k++)
            {
                yield return $"{items[left]}-{items[k]}";
            }
        }
    }

    [KernelTest]
    internal static void Closures_share_the_variables_they_capture()
    {
        List<Func<int>> functions = [];
        int shared = 0;
        for (int i = 0; i < 3; i++)
        {
            int own = i * 10;
            functions.Add(() => own++ + shared);
        }
        shared = 100;
        Check.Equal("100,110,120", string.Join(',', functions.Select(f => f())));
        shared = 0;
        Check.Equal("1,11,21", string.Join(',', functions.Select(f => f())));
        Func<int, Func<int, int>> curried = a => b => (a * b) + shared;
        Check.Equal(12, curried(3)(4));
        Func<int, int> factorial = null!;
        factorial = n => n <= 1 ? 1 : n * factorial(n - 1);
        Check.Equal(3628800, factorial(10));
    }

    [KernelTest]
    internal static void Multicast_delegates_add_remove_and_return_the_last()
    {
        List<string> order = [];
        Func<int, int> Target(string name) => n =>
        {
            order.Add(name);
            return n + name.Length;
        };
        Func<int, int> a = Target("a");
        Func<int, int> bb = Target("bb");
        Func<int, int>? all = a + bb + a;
        Check.Equal(11, all(10));
        Check.Equal("a bb a", string.Join(' ', order));
        all -= a;
        Check.Equal(12, all!(10));
        Check.Equal(2, all.GetInvocationList().Length);
        Check.That((a + bb) == all && a + bb != bb + a);
        all -= a + bb;
        Check.Equal(null, all);
        Check.Equal((Func<int, int>?)null, null + (Func<int, int>?)null);
    }

    private sealed class Button
    {
        private EventHandler<int>? _pressed;

        public List<string> Trace { get; } = [];

        public event Action? Released;

        public event EventHandler<int> Pressed
        {
            add
            {
                Trace.Add("add");
                _pressed += value;
            }
            remove
            {
                Trace.Add("remove");
                _pressed -= value;
            }
        }

        public void Press(int count)
        {
            _pressed?.Invoke(this, count);
            Released?.Invoke();
        }
    }

    [KernelTest]
    internal static void Events_are_raised_for_their_subscribers_only()
    {
        Button button = new();
        int pressed = 0;
        void OnPressed(object? sender, int count) => pressed += ReferenceEquals(sender, button) ? count : 1000;
        button.Press(1);
        button.Pressed += OnPressed;
        button.Press(2);
        button.Pressed -= OnPressed;
        button.Press(3);
        Check.Equal((2, "add,remove"), (pressed, string.Join(',', button.Trace)));
        int released = 0;
        Crew.Run(Crew.Size * 2, _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                button.Released += () => released++;
            }
        });
        button.Press(0);
        Check.Equal(Crew.Size * 2 * 50, released);
    }

    [KernelTest]
    internal static void Queries_filter_join_group_and_order()
    {
        (string Name, string City, int Age)[] people =
            [("Ann", "Rome", 30), ("Bob", "Oslo", 20), ("Cid", "Rome", 25), ("Dan", "Bern", 30), ("Eve", "Oslo", 40)];
        (string City, int Size)[] cities = [("Rome", 3), ("Oslo", 1), ("Paris", 9)];
        var joined = from p in people
                     join c in cities on p.City equals c.City
                     where p.Age > 20
                     let label = $"{p.Name}:{c.Size}"
                     orderby p.Age descending, p.Name
                     select label;
        Check.Equal("Eve:1 Ann:3 Cid:3", string.Join(' ', joined));
        var groups = from p in people group p.Age by p.City into g orderby g.Key select $"{g.Key}={g.Sum()}/{g.Max()}";
        Check.Equal("Bern=30/30 Oslo=60/40 Rome=55/30", string.Join(' ', groups));
        Check.Equal("20,25,30,30,40", string.Join(',', people.Select(p => p.Age).Order()));
        Check.Equal("Ann", people.MinBy(p => p.Name).Name);
        Check.Equal("3+2", string.Join('+', people.Chunk(3).Select(c => c.Length)));
        Check.Equal("Bern,Oslo,Rome", string.Join(',', people.Select(p => p.City).Distinct().Order()));
        Check.Equal(145, people.Aggregate(0, (sum, p) => sum + p.Age));
        Check.Equal("AnnRome,BobOslo", string.Join(',', people.Zip(people, (a, b) => a.Name + b.City).Take(2)));
        Check.Equal(0, Enumerable.Empty<int>().DefaultIfEmpty().Single());
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(people.Single()));
    }

    [KernelTest]
    internal static void A_lazy_value_is_made_once_and_its_failure_is_kept()
    {
        int made = 0;
        Lazy<string> lazy = new(() =>
        {
            Interlocked.Increment(ref made);
            Thread.Yield();
            return "value";
        });
        Check.That(!lazy.IsValueCreated);
        Crew.Run(Crew.Size * 2, _ => Check.Equal("value", lazy.Value));
        Check.Equal(1, made);
        int failed = 0;
        Lazy<int> failing = new(() => throw new FormatException($"{++failed}"));
        Check.Equal("1", Check.Throws<FormatException>(() => GC.KeepAlive(failing.Value)).Message);
        Check.Equal("1", Check.Throws<FormatException>(() => GC.KeepAlive(failing.Value)).Message);
        Lazy<int> again = new(() => throw new FormatException($"{++failed}"), LazyThreadSafetyMode.PublicationOnly);
        Check.Throws<FormatException>(() => GC.KeepAlive(again.Value));
        Check.Equal("3", Check.Throws<FormatException>(() => GC.KeepAlive(again.Value)).Message);
        Lazy<int> recursive = null!;
        recursive = new Lazy<int>(() => recursive.Value + 1);
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(recursive.Value));
    }

    [KernelTest]
    internal static void Local_functions_named_arguments_and_defaults_evaluate_in_order()
    {
        StringBuilder trace = new();
        int Note(int n)
        {
            trace.Append(n);
            return n;
        }

        static int Combine(int a, int b = 20, params int[] more) => a + (b * 10) + (more.Length * 1000);
        Check.Equal(12, Combine(b: Note(1), a: Note(2)));
        Check.Equal(203, Combine(Note(3)));
        Check.Equal(3054, Combine(Note(4), Note(5), Note(6), Note(7), Note(8)));
        int[] array = [10, 20, 30];
        int index = 0;
        array[index++] += array[index] + Note(9);
        Check.Equal("39,20,30 1", $"{string.Join(',', array)} {index}");
        Check.That(Note(0) == 1 && Note(1) == 1 || Note(2) == 2);
        Check.Equal("12345678902", trace.ToString());
    }
}
