using System.Buffers;
using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Streams;

/// <summary>Lists: what they are made of, their folds, and the same over memory in segments.</summary>
[TestFixture]
public sealed class ListTests
{
    private static void ForAllLists(Func<int[], MessageList<int>, bool> law) => Prop.ForAll(
        ArbMap.Default.ArbFor<int[]>(),
        messages => law(messages, new(messages)) && law(messages, new(Segments.Of(messages))))
        .QuickCheckThrowOnFailure();

    [Test]
    public void Nil_has_neither_head_nor_tail()
    {
        MessageList<int> nil = MessageList<int>.Nil;
        Assert.That(nil.IsNil);
        Assert.That(nil.Length, Is.Zero);
        Assert.That(nil.TryUncons(out _, out _), Is.False);
        Assert.That(() => nil.Head, Throws.InvalidOperationException);
        Assert.That(() => nil.Tail, Throws.InvalidOperationException);
        Assert.That(nil.ToArray(), Is.Empty);
        Assert.That(new MessageList<int>(ReadOnlySequence<int>.Empty).IsNil);
        Assert.That(new MessageList<int>(Segments.Of<int>([])).IsNil);
    }

    [Test]
    public void Head_and_tail_go_through_all_messages_in_order() => ForAllLists((messages, list) =>
    {
        List<int> seen = [];
        while (!list.IsNil)
        {
            seen.Add(list.Head);
            list = list.Tail;
        }
        return seen.SequenceEqual(messages);
    });

    [Test]
    public void Taking_apart_agrees_with_head_and_tail() => ForAllLists((_, list) =>
        list.TryUncons(out int head, out MessageList<int> tail)
            ? head == list.Head && tail.ToArray().SequenceEqual(list.Tail.ToArray())
            : list.IsNil);

    [Test]
    public void Each_conversion_keeps_messages_and_order() => ForAllLists((messages, list) =>
        list.Length == messages.Length
        && list.ToArray().SequenceEqual(messages)
        && list.ToSequence().ToArray().SequenceEqual(messages)
        && list.ToEnumerable().SequenceEqual(messages)
        && list.ToStream().ToArray().SequenceEqual(messages)
        && list.ToStream().ToList().ToArray().SequenceEqual(messages)
        && MessageLists.Of(messages).ToArray().SequenceEqual(messages)
        && MessageLists.From(messages.Select(m => m)).ToArray().SequenceEqual(messages));

    [Test]
    public void Folds_go_from_the_first_message_on_and_from_the_last() => ForAllLists((messages, list) =>
        list.Fold("", (text, m) => $"({text},{m})") == messages.Aggregate("", (text, m) => $"({text},{m})")
        && list.FoldRight("", (m, text) => $"({m},{text})")
            == messages.Reverse().Aggregate("", (text, m) => $"({m},{text})"));

    [Test]
    public void A_right_fold_with_the_constructors_gives_the_list_again() => ForAllLists((messages, list) =>
    {
        MessageListStore<int> store = new(new int[messages.Length]);
        return list.FoldRight(MessageList<int>.Nil, (m, _) => store.Cons(m)).ToArray().SequenceEqual(messages);
    });

    [Test]
    public void A_list_stays_what_it_is_when_messages_are_put_in_front()
    {
        MessageListStore<int> store = new(new int[3]);
        MessageList<int> one = store.Cons(1);
        MessageList<int> two = store.Cons(2);
        MessageList<int> three = store.Cons(3);
        Assert.That(one.ToArray(), Is.EqualTo([1]));
        Assert.That(two.ToArray(), Is.EqualTo([2, 1]));
        Assert.That(three.ToArray(), Is.EqualTo([3, 2, 1]));
        Assert.That(three.Tail.ToArray(), Is.EqualTo(two.ToArray()));
        Assert.That(store.Free, Is.Zero);
        Assert.That(() => store.Cons(4), Throws.InvalidOperationException.With.Message.Contains("3 messages"));
    }

    [Test]
    public void A_fold_fused_with_a_function_is_the_function_of_the_fold() => ForAllLists((_, list) =>
        2 * list.Fold(0L, default(Add)) == list.Fold(0L, (sum, m) => sum + (2L * m)));

    [Test]
    public void An_unfold_into_memory_goes_on_from_where_the_memory_was_full()
    {
        int state = 0;
        int[] store = new int[4];
        Assert.That(MessageLists.Unfold(ref state, new CountTo(6), store.AsMemory()).ToArray(),
            Is.EqualTo([0, 1, 2, 3]));
        Assert.That(MessageLists.Unfold(ref state, new CountTo(6), store.AsMemory()).ToArray(), Is.EqualTo([4, 5]));
        Assert.That(MessageLists.Unfold(ref state, new CountTo(6), store.AsMemory()).IsNil);
    }

    [Test]
    public void A_collection_expression_makes_a_list()
    {
        MessageList<int> tail = [2, 3];
        MessageList<int> list = [1, .. tail];
        MessageList<int> nil = [];
        Assert.That(list.ToArray(), Is.EqualTo([1, 2, 3]));
        Assert.That(nil.IsNil);
    }

    [Test]
    public void A_right_fold_of_a_long_list_needs_no_stack() => Assert.That(
        new MessageList<int>(Segments.Of(Enumerable.Range(0, 3000).ToArray())).FoldRight(0L, (m, sum) => m + sum)
            + new MessageList<int>(new int[1_000_000]).FoldRight(0L, (m, sum) => m + sum + 1),
        Is.EqualTo((3000L * 2999 / 2) + 1_000_000));

    [Test]
    public void A_copy_into_memory_that_is_too_short_is_refused() => Assert.That(
        () => MessageLists.Of(1, 2, 3).CopyTo(new int[2]), Throws.ArgumentException);

    [Test]
    public async Task What_comes_asynchronously_is_gathered_whole_or_in_batches()
    {
        IAsyncEnumerable<int> source = MessageLists.Of(1, 2, 3, 4, 5).ToStream().ToAsyncEnumerable();
        Assert.That((await MessageLists.FromAsync(source)).ToArray(), Is.EqualTo([1, 2, 3, 4, 5]));
        List<int[]> batches = [];
        await foreach (MessageList<int> batch in MessageLists.InBatches(source, 2))
        {
            batches.Add(batch.ToArray());
        }
        int[][] expected = [[1, 2], [3, 4], [5]];
        Assert.That(batches, Is.EqualTo(expected));
    }

    [Test]
    public void A_cancelled_wait_for_messages_ends()
    {
        IAsyncEnumerable<int> endless = Enso.Queues.Streams.UnfoldEndless<int, int, Count>(0, default)
            .ToAsyncEnumerable();
        Assert.That(async () => await MessageLists.FromAsync(endless, new(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
