using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;
using Source = Enso.Queues.Streams;

namespace Enso.Tests.Queues.Streams;

/// <summary>Streams: head and tail, unfolds, and the laws of what is composed.</summary>
[TestFixture]
public sealed class StreamTests
{
    private static void ForAll(Func<int[], bool> law) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), law).QuickCheckThrowOnFailure();

    private static void ForAll(Func<int[], int[], bool> law) => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<int[]>(), law).QuickCheckThrowOnFailure();

    private static void ForAll(Func<int[], byte, bool> law) => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<byte>(), law).QuickCheckThrowOnFailure();

    private static Stream<int, ListMachine<int>> StreamOf(int[] messages) =>
        new MessageList<int>(Segments.Of(messages)).ToStream();

    private static Stream<int, EndlessUnfoldMachine<int, int, Count>> From(int first) =>
        Source.UnfoldEndless<int, int, Count>(first, default);

    [Test]
    public void Head_and_tail_leave_a_stream_where_it_is()
    {
        Stream<int, EndlessUnfoldMachine<int, int, Count>> numbers = From(5);
        Assert.That(numbers.Head, Is.EqualTo(5));
        Assert.That(numbers.Head, Is.EqualTo(5));
        Assert.That(numbers.Tail.Tail.Head, Is.EqualTo(7));
        Assert.That(numbers.Next(), Is.EqualTo(5));
        Assert.That(numbers.Head, Is.EqualTo(6));
    }

    [Test]
    public void Pulling_is_taking_the_head_and_becoming_the_tail() => ForAll(messages =>
    {
        Stream<int, ListMachine<int>> pulled = StreamOf(messages);
        Stream<int, ListMachine<int>> walked = pulled;
        while (pulled.TryNext(out int message))
        {
            if (message != walked.Head)
            {
                return false;
            }
            walked = walked.Tail;
        }
        return !walked.TryUncons(out _, out _) && !pulled.TryNext(out _);
    });

    [Test]
    public void A_stream_at_its_end_says_so()
    {
        Stream<int, ListMachine<int>> empty = StreamOf([]);
        Assert.That(() => empty.Head, Throws.InvalidOperationException);
        Assert.That(() => empty.Tail, Throws.InvalidOperationException);
        Assert.That(() => empty.Next(), Throws.InvalidOperationException);
    }

    [Test]
    public void Head_and_tail_of_what_draws_on_something_outside_are_refused()
    {
        Stream<int, EnumeratorMachine<int, IEnumerator<int>>> stream = Source.From([1, 2]);
        Assert.That(() => stream.Head, Throws.InvalidOperationException.With.Message.Contains("TryNext"));
        Assert.That(stream.Next(), Is.EqualTo(1));
        Assert.That(stream.Next(), Is.EqualTo(2));
        Assert.That(stream.TryNext(out _), Is.False);
        Assert.That(stream.TryNext(out _), Is.False);
    }

    [Test]
    public void Prepending_to_the_tail_the_head_gives_the_stream() => ForAll((messages, head) =>
    {
        var stream = StreamOf(messages).Prepend(head);
        return stream.Head == head && stream.Tail.ToArray().SequenceEqual(messages)
            && stream.ToArray().SequenceEqual(messages.Prepend(head));
    });

    [Test]
    public void A_fold_after_an_unfold_needs_no_list_in_between() => ForAll((_, count) =>
    {
        var unfolded = Source.Unfold<int, int, CountTo>(0, new CountTo(count));
        long expected = Enumerable.Range(0, count).Sum(i => (long)i);
        return unfolded.Fold(0L, default(Add)) == expected
            && unfolded.ToList().Fold(0L, default(Add)) == expected
            && Source.Refold<int, int, long, CountTo, Add>(0, new CountTo(count), 0, default) == expected
            && Source.Unfold(0, s => s < count ? (s, s + 1) : ((int, int)?)null).Fold(0L, default(Add)) == expected;
    });

    [Test]
    public void Unfolding_a_list_by_its_pattern_match_gives_it_again() => ForAll(messages =>
        Source.Unfold(MessageLists.Of(messages), list =>
            list.TryUncons(out int head, out MessageList<int> tail) ? (head, tail) : ((int, MessageList<int>)?)null)
        .ToArray().SequenceEqual(messages));

    [Test]
    public void Mapping_by_the_identity_changes_nothing() => ForAll(messages =>
        StreamOf(messages).Map(m => m).ToArray().SequenceEqual(messages));

    [Test]
    public void Two_maps_are_one_map_of_both_functions() => ForAll(messages =>
    {
        int[] expected = StreamOf(messages).Map(m => unchecked((m * m) + 1)).ToArray();
        return StreamOf(messages).Map<int, Square>(default).Map(m => unchecked(m + 1)).ToArray()
            .SequenceEqual(expected);
    });

    [Test]
    public void Two_filters_are_one_filter_of_both_predicates() => ForAll(messages =>
        StreamOf(messages).Filter(new IsMultipleOf(2)).Filter(m => m > 0).ToArray()
            .SequenceEqual(messages.Where(m => m % 2 == 0 && m > 0)));

    [Test]
    public void A_filter_after_a_map_is_a_map_after_the_filter_of_the_composition() => ForAll(messages =>
        StreamOf(messages).Map<int, Square>(default).Filter(new IsMultipleOf(3)).ToArray()
            .SequenceEqual(StreamOf(messages).Filter(m => unchecked(m * m) % 3 == 0).Map<int, Square>(default)
                .ToArray()));

    [Test]
    public void A_map_fused_into_a_fold_gives_the_same() => ForAll(messages =>
        StreamOf(messages).Map<int, Square>(default).Fold(0L, default(Add))
            == StreamOf(messages).Fold(0L, (sum, m) => sum + unchecked(m * m)));

    [Test]
    public void Zip_pairs_in_order_until_either_ends() => ForAll((left, right) =>
        StreamOf(left).Zip(StreamOf(right)).ToArray().SequenceEqual(left.Zip(right)));

    [Test]
    public void Unzipping_a_zip_gives_what_both_have_in_common() => ForAll((left, right) =>
    {
        var zipped = StreamOf(left).Zip(StreamOf(right));
        int common = Math.Min(left.Length, right.Length);
        return zipped.Map(pair => pair.Left).ToArray().SequenceEqual(left[..common])
            && zipped.Map(pair => pair.Right).ToArray().SequenceEqual(right[..common]);
    });

    [Test]
    public void A_merge_of_ordered_streams_is_ordered_and_prefers_the_first() => ForAll((left, right) =>
    {
        Array.Sort(left);
        Array.Sort(right);
        var tagged = StreamOf(left).Map(m => (Key: m, Side: 0));
        (int Key, int Side)[] merged =
            tagged.Merge(StreamOf(right).Map(m => (Key: m, Side: 1)), (a, b) => a.Key.CompareTo(b.Key)).ToArray();
        return merged.SequenceEqual(left.Select(m => (m, 0)).Concat(right.Select(m => (m, 1))).Order())
            && StreamOf(left).Merge(StreamOf(right)).ToArray().SequenceEqual(merged.Select(m => m.Key));
    });

    [Test]
    public void A_merge_holds_both_streams_in_their_own_order_whatever_that_is() => ForAll((left, right) =>
    {
        var merged = StreamOf(left).Map(m => (m, 0)).Merge(StreamOf(right).Map(m => (m, 1))).ToArray();
        return merged.Where(m => m.Item2 == 0).Select(m => m.m).SequenceEqual(left)
            && merged.Where(m => m.Item2 == 1).Select(m => m.m).SequenceEqual(right);
    });

    [Test]
    public void An_interleaving_takes_turns_and_then_the_rest() => ForAll((left, right) =>
    {
        int common = Math.Min(left.Length, right.Length);
        IEnumerable<int> expected = left.Zip(right).SelectMany(pair => new[] { pair.First, pair.Second })
            .Concat(left.Skip(common)).Concat(right.Skip(common));
        return StreamOf(left).Interleave(StreamOf(right)).ToArray().SequenceEqual(expected);
    });

    [Test]
    public void Taking_from_an_endless_stream_yields_exactly_so_many() => ForAll((_, count) =>
        From(3).Take(count).ToArray().SequenceEqual(Enumerable.Range(3, count)));

    [Test]
    public void Taking_from_a_finite_stream_yields_what_there_is() => ForAll((messages, count) =>
        StreamOf(messages).Take(count).ToArray().SequenceEqual(messages.Take(count)));

    [Test]
    public void Taking_pulls_nothing_beyond_what_it_yields()
    {
        int pulled = 0;
        var taken = From(0).Map(m =>
        {
            pulled++;
            return m;
        }).Take(3);
        Assert.That(taken.ToArray(), Is.EqualTo([0, 1, 2]));
        Assert.That(pulled, Is.EqualTo(3));
        Assert.That(() => From(0).Take(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Every_window_has_its_size_and_begins_a_step_after_the_one_before() => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(), Gen.Choose(1, 7).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(),
        (messages, size, step) =>
        {
            List<int[]> windows = [];
            foreach (MessageList<int> window in StreamOf(messages).Window(size, step))
            {
                windows.Add(window.ToArray());
            }
            int count = messages.Length < size ? 0 : ((messages.Length - size) / step) + 1;
            return windows.Count == count
                && windows.Select((w, i) => w.SequenceEqual(messages.Skip(i * step).Take(size))).All(same => same);
        }).QuickCheckThrowOnFailure();

    [Test]
    public void A_window_without_size_or_step_is_refused()
    {
        Assert.That(() => From(0).Window(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => From(0).Window(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_switch_goes_over_at_its_message_which_is_not_passed_on()
    {
        var switched = From(1).Switch<EndlessUnfoldMachine<int, int, Count>, HundredfoldAt>(new HundredfoldAt(3));
        Assert.That(switched.Take(5).ToArray(), Is.EqualTo([1, 2, 300, 301, 302]));
    }

    [Test]
    public void A_switch_is_what_comes_before_the_message_and_then_what_it_leads_to() => ForAll((left, right) =>
    {
        int at = Array.FindIndex(left, m => m > 5);
        IEnumerable<int> expected = at < 0 ? left : left.Take(at).Concat(right).Append(left[at]);
        return StreamOf(left).Switch(m => m > 5, m => StreamOf([.. right, m])).ToArray().SequenceEqual(expected);
    });

    [Test]
    public void A_switch_can_be_switched_again()
    {
        var first = From(0).Switch(m => m == 2, m => From(m * 10).Switch(n => n == 22, n => From(n * 10)));
        Assert.That(first.Take(6).ToArray(), Is.EqualTo([0, 1, 20, 21, 220, 221]));
    }

    [Test]
    public void A_selection_pulls_only_the_stream_that_was_chosen()
    {
        var choices = MessageLists.Of(true, false, false, true).ToStream();
        Assert.That(Source.Select(choices, From(0), From(100)).ToArray(), Is.EqualTo([0, 100, 101, 1]));
        Assert.That(Source.Select(choices, From(0), StreamOf([7])).ToArray(), Is.EqualTo([0, 7]));
    }

    [Test]
    public void A_fold_of_an_endless_stream_is_refused_however_it_is_composed()
    {
        Assert.That(() => From(0).Fold(0L, default(Add)), Throws.InvalidOperationException);
        Assert.That(() => From(0).Map(m => m).Filter(m => m > 0).ToArray(), Throws.InvalidOperationException);
        Assert.That(() => From(0).Merge(StreamOf([1])).ToList(), Throws.InvalidOperationException);
        Assert.That(From(0).Zip(StreamOf([1, 2])).ToArray(), Is.EqualTo([(0, 1), (1, 2)]));
    }

    [Test]
    public void Every_stream_that_ended_stays_at_its_end() => ForAll((left, right) =>
    {
        Stream<int, ListMachine<int>> a = StreamOf(left);
        Stream<int, ListMachine<int>> b = StreamOf(right);
        return StaysAtItsEnd(a) && StaysAtItsEnd(a.Map(m => m)) && StaysAtItsEnd(a.Filter(m => m > 0))
            && StaysAtItsEnd(a.Zip(b)) && StaysAtItsEnd(a.Merge(b)) && StaysAtItsEnd(a.Interleave(b))
            && StaysAtItsEnd(a.Take(3)) && StaysAtItsEnd(a.Window(2)) && StaysAtItsEnd(a.Window(1, 3))
            && StaysAtItsEnd(a.Window(3, 1)) && StaysAtItsEnd(a.Prepend(1)) && StaysAtItsEnd(Source.From(left))
            && StaysAtItsEnd(a.Switch(m => m > 0, _ => b))
            && StaysAtItsEnd(Source.Select(a.Map(m => m > 0), a, b))
            && StaysAtItsEnd(Source.Unfold<int, int, CountTo>(0, new CountTo(left.Length)));
    });

    [Test]
    public void A_copy_of_a_persistent_stream_is_one_of_its_own() => ForAll((left, right) =>
    {
        Stream<int, ListMachine<int>> a = StreamOf(left);
        Stream<int, ListMachine<int>> b = StreamOf(right);
        return IsTheSameWhenTheCopyIsPulled(a.Map(m => m).Filter(m => m % 2 == 0))
            && IsTheSameWhenTheCopyIsPulled(a.Zip(b)) && IsTheSameWhenTheCopyIsPulled(a.Merge(b))
            && IsTheSameWhenTheCopyIsPulled(a.Interleave(b)) && IsTheSameWhenTheCopyIsPulled(a.Prepend(1).Take(3))
            && IsTheSameWhenTheCopyIsPulled(a.Switch(m => m > 0, _ => b))
            && IsTheSameWhenTheCopyIsPulled(Source.Unfold<int, int, CountTo>(0, new CountTo(left.Length)));
    });

    [Test]
    public void What_draws_on_something_outside_says_that_it_is_not_persistent()
    {
        Assert.That(IsPersistent(From(0).Map(m => m)));
        Assert.That(IsPersistent(From(0).Window(2)), Is.False);
        Assert.That(IsPersistent(Source.From([1]).Zip(From(0))), Is.False);
        Assert.That(IsPersistent(Source.UnfoldEndless(new object(), state => (state, state))), Is.False);
    }

    [Test]
    public void Reading_into_memory_goes_on_from_where_it_was()
    {
        var numbers = From(0);
        Span<int> memory = stackalloc int[3];
        Assert.That(numbers.Read(memory), Is.EqualTo(3));
        Assert.That(memory.ToArray(), Is.EqualTo([0, 1, 2]));
        Assert.That(numbers.ReadList(new int[2]).ToArray(), Is.EqualTo([3, 4]));
        Assert.That(numbers.Head, Is.EqualTo(5));
        Assert.That(StreamOf([]).ReadList(new int[2]).IsNil);
    }

    [Test]
    public async Task Each_conversion_of_a_stream_keeps_messages_and_order()
    {
        List<int> messages = [3, 1, 2];
        Assert.That(Source.From(messages).ToEnumerable(), Is.EqualTo(messages));
        Assert.That(Source.FromEnumerator<int, List<int>.Enumerator>(messages.GetEnumerator()).ToArray(),
            Is.EqualTo(messages));
        IEnumerable<int> twice = StreamOf([3, 1, 2]).ToEnumerable();
        Assert.That(twice.Concat(twice), Is.EqualTo([3, 1, 2, 3, 1, 2]));
        List<int> seen = [];
        await foreach (int message in StreamOf([3, 1, 2]).ToAsyncEnumerable())
        {
            seen.Add(message);
        }
        Assert.That(seen, Is.EqualTo(messages));
    }

    private static bool IsPersistent<T, TMachine>(Stream<T, TMachine> _)
        where TMachine : struct, IStreamMachine<T> => Stream<T, TMachine>.IsPersistent;

    private static bool StaysAtItsEnd<T, TMachine>(Stream<T, TMachine> stream)
        where TMachine : struct, IStreamMachine<T>
    {
        while (stream.TryNext(out _))
        {
        }
        return !stream.TryNext(out _) && !stream.TryNext(out _) && !stream.TryNext(out _);
    }

    private static bool IsTheSameWhenTheCopyIsPulled<T, TMachine>(Stream<T, TMachine> stream)
        where TMachine : struct, IStreamMachine<T>
    {
        _ = stream.TryNext(out _);
        T[] whole = stream.ToArray();
        Stream<T, TMachine> copy = stream;
        while (copy.TryNext(out _))
        {
        }
        return Stream<T, TMachine>.IsPersistent && stream.ToArray().SequenceEqual(whole);
    }
}
