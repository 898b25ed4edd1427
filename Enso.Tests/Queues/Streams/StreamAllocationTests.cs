using Enso.Queues;
using Source = Enso.Queues.Streams;

namespace Enso.Tests.Queues.Streams;

/// <summary>What is composed and pulled allocates nothing; windows have their buffer, and no more.</summary>
[TestFixture]
public sealed class StreamAllocationTests
{
    private const int Messages = 10_000;

    private static long AllocatedBy(Func<long> action)
    {
        // The first runs make what is made once, such as the code.
        long expected = action();
        Assert.That(action(), Is.EqualTo(expected));
        long before = GC.GetAllocatedBytesForCurrentThread();
        long result = action();
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(result, Is.EqualTo(expected));
        return after - before;
    }

    [Test]
    public void Composing_and_folding_allocates_nothing() => Assert.That(AllocatedBy(() =>
        Source.UnfoldEndless<int, int, Count>(0, default)
            .Map<int, Square>(default)
            .Filter(new IsMultipleOf(2))
            .Interleave(Source.UnfoldEndless<int, int, Count>(7, default))
            .Switch<EndlessUnfoldMachine<int, int, Count>, HundredfoldAt>(new HundredfoldAt(64))
            .Merge(Source.UnfoldEndless<int, int, Count>(0, default))
            .Zip(Source.UnfoldEndless<int, int, Count>(1, default))
            .Take(Messages)
            .Fold(0L, default(AddPair))), Is.Zero);

    [Test]
    public void Pulling_windows_allocates_nothing_beyond_their_buffer()
    {
        long Fold(int messages) => Source.Unfold<int, int, CountTo>(0, new CountTo(messages)).Window(16, 1)
            .Fold(0L, default(AddWindow));
        Assert.That(AllocatedBy(() => Fold(Messages)), Is.EqualTo(AllocatedBy(() => Fold(32))));
    }

    [Test]
    public void Walking_and_folding_lists_allocates_nothing()
    {
        MessageList<int> list = new(Segments.Of(Enumerable.Range(0, Messages).ToArray()));
        MessageListStore<int> store = new(new int[Messages]);
        Assert.That(AllocatedBy(() =>
        {
            long sum = list.Fold(0L, default(Add));
            for (MessageList<int> rest = list; rest.TryUncons(out int head, out rest);)
            {
                sum += head;
            }
            foreach (int message in list)
            {
                sum += message;
            }
            MessageListStore<int> copy = store;
            for (int i = 0; i < Messages; i++)
            {
                sum += copy.Cons(i).Head;
            }
            return sum;
        }), Is.Zero);
    }

    [Test]
    public void Pulling_one_by_one_allocates_nothing()
    {
        var numbers = Source.UnfoldEndless<int, int, Count>(0, default).Map<int, Square>(default);
        Assert.That(AllocatedBy(() =>
        {
            var own = numbers;
            long sum = 0;
            for (int i = 0; i < Messages; i++)
            {
                sum += own.Head + own.Next();
            }
            return sum;
        }), Is.Zero);
    }
}
