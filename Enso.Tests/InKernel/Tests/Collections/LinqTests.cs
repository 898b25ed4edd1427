namespace Enso.Tests.InKernel.Tests.Collections;

/// <summary>Queries over sequences.</summary>
internal static class LinqTests
{
    private sealed record Person(string Name, int Age, string Town);

    private static readonly Person[] s_people =
    [
        new("Ada", 36, "London"), new("Blaise", 39, "Paris"), new("Carl", 77, "Göttingen"),
        new("David", 81, "Göttingen"), new("Emmy", 53, "Göttingen"), new("Fourier", 62, "Paris"),
    ];

    [KernelTest]
    internal static void Filters_projections_and_their_indices()
    {
        Check.Sequence(["Carl", "David"], from p in s_people where p.Age > 70 select p.Name);
        Check.Sequence(["0Ada", "2Carl", "4Emmy"], s_people.Select((p, i) => $"{i}{p.Name}").Where((_, i) => i % 2 == 0));
        Check.Sequence(["1:b", "0:a"], new[] { "a", "b" }.Index().Reverse().Select(p => $"{p.Index}:{p.Item}"));
        Check.Sequence([1, 1, 2, 1, 2, 3], Enumerable.Range(1, 3).SelectMany(i => Enumerable.Range(1, i)));
        Check.Sequence([1, 3], new object[] { 1, "two", 3 }.OfType<int>());
        Check.Throws<InvalidCastException>(() => new object[] { 1, "two" }.Cast<int>().ToList());
    }

    [KernelTest]
    internal static void Orders_are_stable_and_composed()
    {
        Check.Sequence(["Carl", "David", "Emmy", "Ada", "Blaise", "Fourier"],
            s_people.OrderBy(p => p.Town, StringComparer.Ordinal).Select(p => p.Name));
        Check.Sequence(["Fourier", "Blaise", "Ada", "David", "Carl", "Emmy"],
            s_people.OrderByDescending(p => p.Town, StringComparer.Ordinal).ThenByDescending(p => p.Age).Select(p => p.Name));
        Check.Sequence([9, 5, 1], new[] { 5, 9, 1 }.OrderDescending());
        Check.Sequence([1, 5], new[] { 5, 9, 1 }.Order().Take(2));
    }

    [KernelTest]
    internal static void Groups_lookups_and_counts_by_key()
    {
        Check.Sequence(["London 36", "Paris 101", "Göttingen 211"],
            s_people.GroupBy(p => p.Town, (town, all) => $"{town} {all.Sum(p => p.Age)}"));
        ILookup<int, string> byDecade = s_people.ToLookup(p => p.Age / 10, p => p.Name);
        Check.Sequence(["Ada", "Blaise"], byDecade[3]);
        Check.Sequence([], byDecade[1]);
        Check.Sequence(["London 1", "Paris 2", "Göttingen 3"], s_people.CountBy(p => p.Town).Select(p => $"{p.Key} {p.Value}"));
        Check.Sequence(["London Ada", "Paris BlaiseFourier", "Göttingen CarlDavidEmmy"],
            s_people.AggregateBy(p => p.Town, "", (names, p) => names + p.Name).Select(p => $"{p.Key} {p.Value}"));
        Check.Equal("Emmy", s_people.ToDictionary(p => p.Name)["Emmy"].Name);
        Check.Throws<ArgumentException>(() => s_people.ToDictionary(p => p.Town));
    }

    [KernelTest]
    internal static void Joins_pair_what_belongs_together()
    {
        (string Town, string Country)[] towns = [("Paris", "France"), ("London", "England"), ("Rome", "Italy")];
        Check.Sequence(["Ada England", "Blaise France", "Fourier France"],
            from p in s_people join t in towns on p.Town equals t.Town select $"{p.Name} {t.Country}");
        Check.Sequence(["France 2", "England 1", "Italy 0"],
            towns.GroupJoin(s_people, t => t.Town, p => p.Town, (t, all) => $"{t.Country} {all.Count()}"));
        Check.Sequence([(1, 'a', true), (2, 'b', false)], new[] { 1, 2, 3 }.Zip("ab", [true, false, true]));
    }

    [KernelTest]
    internal static void Sets_by_value_and_by_key()
    {
        int[] a = [1, 2, 2, 3];
        int[] b = [3, 4, 1];
        Check.Sequence([1, 2, 3], a.Distinct());
        Check.Sequence([1, 2, 3, 4], a.Union(b));
        Check.Sequence([1, 3], a.Intersect(b));
        Check.Sequence([2], a.Except(b));
        Check.Sequence([1, 2, 2, 3, 3, 4, 1], a.Concat(b));
        Check.Sequence(["Ada", "Blaise", "Carl"], s_people.DistinctBy(p => p.Town).Select(p => p.Name));
        Check.Sequence(["Ada"], s_people.ExceptBy(["Paris", "Göttingen"], p => p.Town).Select(p => p.Name));
    }

    [KernelTest]
    internal static void Aggregates_and_single_elements()
    {
        Check.Equal(348, s_people.Sum(p => p.Age));
        Check.Equal(58.0, s_people.Average(p => p.Age));
        Check.Equal("David", s_people.MaxBy(p => p.Age)!.Name);
        Check.Equal("Ada", s_people.MinBy(p => p.Age)!.Name);
        Check.Equal(720, Enumerable.Range(1, 6).Aggregate((product, i) => product * i));
        Check.Equal("Emmy", s_people.Single(p => p.Age == 53).Name);
        Check.Throws<InvalidOperationException>(() => s_people.Single(p => p.Town == "Paris"));
        Check.Throws<InvalidOperationException>(() => Array.Empty<int>().First());
        Check.Throws<InvalidOperationException>(() => Array.Empty<int>().Max());
        Check.Equal(-1, Array.Empty<int>().FirstOrDefault(-1));
        Check.Equal("Fourier", s_people.ElementAt(^1).Name);
        Check.Throws<OverflowException>(() => new[] { int.MaxValue, 1 }.Sum());
        Check.That(double.IsNaN(new[] { 1.0, double.NaN, -3.0 }.Min()));
    }

    [KernelTest]
    internal static void Parts_of_a_sequence()
    {
        IEnumerable<int> ten = Enumerable.Range(0, 10);
        Check.Sequence([3, 4], ten.Skip(3).Take(2));
        Check.Sequence([7, 8], ten.Take(^3..^1));
        Check.Sequence([8, 9], ten.TakeLast(2));
        Check.Sequence([0, 1], ten.SkipLast(8));
        Check.Sequence([0, 1, 2], ten.TakeWhile(i => i < 3));
        Check.Sequence([8, 9], ten.SkipWhile(i => i < 8));
        Check.Sequence(["012", "345", "678", "9"], ten.Chunk(3).Select(c => string.Concat(c)));
        Check.Sequence([5, 0, 1], ten.Take(2).Prepend(5));
        Check.Sequence([7], Array.Empty<int>().DefaultIfEmpty(7));
        Check.That(ten.SequenceEqual([.. ten]) && ten.Contains(9) && !ten.Any(i => i > 9));
        Check.That(ten.TryGetNonEnumeratedCount(out int count) && count == 10);
        Check.Sequence(["x", "x"], Enumerable.Repeat("x", 2));
    }

    [KernelTest]
    internal static void A_query_runs_when_it_is_read_and_each_time_anew()
    {
        int runs = 0;
        IEnumerable<int> Source()
        {
            runs++;
            for (int i = 0; ; i++)
            {
                yield return i;
            }
        }
        IEnumerable<int> query = Source().Where(i => i % 2 == 1).Select(i => i * i).Take(3);
        Check.Equal(0, runs);
        Check.Sequence([1, 9, 25], query);
        Check.Sequence([1, 9, 25], query);
        Check.Equal(2, runs);
    }
}
