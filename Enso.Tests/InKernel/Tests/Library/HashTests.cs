using System.Collections;
using System.Runtime.CompilerServices;

namespace Enso.Tests.InKernel.Tests.Library;

/// <summary>Hash codes, tuples, events and other small contracts of the core library.</summary>
internal static class HashTests
{
    [KernelTest]
    internal static void Hash_codes_depend_on_values_and_their_order()
    {
        Check.Equal(HashCode.Combine(1, "a"), HashCode.Combine(1, "a"));
        Check.That(HashCode.Combine(1, 2) != HashCode.Combine(2, 1));
        HashCode code = default;
        code.Add(1);
        code.AddBytes("abc"u8);
        HashCode same = default;
        same.Add(1);
        same.AddBytes("abc"u8);
        Check.Equal(code.ToHashCode(), same.ToHashCode());
        Check.Equal("text".GetHashCode(), new string(['t', 'e', 'x', 't']).GetHashCode());
        Check.Equal("TEXT".GetHashCode(StringComparison.OrdinalIgnoreCase), "text".GetHashCode(StringComparison.OrdinalIgnoreCase));
        Check.Equal(0.0.GetHashCode(), (-0.0).GetHashCode());
        HashSet<int> codes = [];
        for (int i = 0; i < 2000; i++)
        {
            codes.Add(HashCode.Combine(i, i % 10));
        }
        Check.That(codes.Count > 1990, $"{codes.Count} of 2000");
    }

    [KernelTest]
    internal static void An_objects_own_hash_code_stays_through_collections()
    {
        object[] objects = [.. Enumerable.Range(0, 1000).Select(_ => new object())];
        int[] before = [.. objects.Select(RuntimeHelpers.GetHashCode)];
        Check.That(before.Distinct().Count() > 900);
        GC.Collect();
        GC.Collect();
        Check.Sequence(before, objects.Select(o => o.GetHashCode()));
    }

    [KernelTest]
    internal static void Tuples_compare_deconstruct_and_hash_by_their_items()
    {
        (int Number, string Text) a = (1, "x");
        Check.That(a == (1, "x") && a != (1, "y"));
        Check.Equal("(1, x)", a.ToString());
        Check.That(a.CompareTo((1, "y")) < 0);
        (int number, (string text, _)) = (5, ("t", 0));
        Check.Equal("5t", $"{number}{text}");
        Tuple<int, string> b = Tuple.Create(1, "x");
        Check.Equal(b, new Tuple<int, string>(1, "x"));
        Check.Equal(8, ((ITuple)(1, 2, 3, 4, 5, 6, 7, 8)).Length);
        Check.That(((IStructuralEquatable)new[] { 1, 2 }).Equals(new[] { 1, 2 }, EqualityComparer<int>.Default));
    }

    [KernelTest]
    internal static void Handlers_are_called_in_order_and_taken_away_from_the_end()
    {
        List<string> log = [];
        Source source = new();
        void First(object? sender, int e) => log.Add($"first {e}");
        void Second(object? sender, int e) => log.Add($"second {e}");
        source.Happened += First;
        source.Happened += Second;
        source.Happened += First;
        source.Raise(1);
        source.Happened -= First;
        source.Raise(2);
        source.Happened -= Second;
        source.Happened -= Second;
        source.Happened -= First;
        source.Raise(3);
        Check.Sequence(["first 1", "second 1", "first 1", "first 2", "second 2"], log);
    }

    private sealed class Source
    {
        public event EventHandler<int>? Happened;

        public void Raise(int value) => Happened?.Invoke(this, value);
    }

    [KernelTest]
    internal static void An_event_takes_and_loses_handlers_from_many_threads()
    {
        Source source = new();
        int calls = 0;
        Worker.RunMany(4, _ =>
        {
            void Handler(object? sender, int e) => Interlocked.Increment(ref calls);
            for (int i = 0; i < 300; i++)
            {
                source.Happened += Handler;
                if (i % 3 != 0)
                {
                    source.Happened -= Handler;
                }
            }
        });
        source.Raise(0);
        Check.Equal(4 * 100, calls);
    }

    [KernelTest]
    internal static void Delegates_combine_compare_and_keep_their_targets()
    {
        Func<int, int> twice = x => x * 2;
        Func<int, int> both = twice + (x => x + 1);
        Check.Equal(6, both(5));
        Check.Sequence([10, 6], both.GetInvocationList().Select(d => ((Func<int, int>)d)(5)));
        string text = "abc";
        Func<char, bool> contains = text.Contains;
        Check.Equal(contains, text.Contains);
        Check.That(ReferenceEquals(text, contains.Target));
        Action nothing = () => { };
        Check.Equal(null, nothing - nothing);
    }

    [KernelTest]
    internal static void A_weak_table_keeps_values_as_long_as_their_keys()
    {
        ConditionalWeakTable<object, string> table = [];
        object kept = new();
        table.Add(kept, "kept");
        WeakReference lost = AddLost(table);
        Worker.Await(() =>
        {
            GC.Collect();
            return !lost.IsAlive;
        });
        Check.That(table.TryGetValue(kept, out string? value) && value == "kept");
        Check.Equal(1, table.Count());
        GC.KeepAlive(kept);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddLost(ConditionalWeakTable<object, string> table)
    {
        object key = new();
        table.Add(key, "lost");
        return new WeakReference(key);
    }

    [KernelTest]
    internal static void Values_are_converted_by_the_type_asked_for()
    {
        Check.Equal(12L, Convert.ChangeType("12", typeof(long)));
        Check.Equal(3, Convert.ToInt32(2.5000001));
        Check.Equal(2, Convert.ToInt32(2.5));
        Check.Equal((byte)200, Convert.ToByte("11001000", 2));
        Check.Equal("-377", $"-{Convert.ToString(255, 8)}");
        Check.Throws<InvalidCastException>(() => Convert.ToDateTime(1.5));
        Check.Throws<OverflowException>(() => Convert.ToByte(256));
        Check.Throws<OverflowException>(() => Convert.ToInt32(double.NaN));
    }
}
