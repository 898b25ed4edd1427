using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>No two ends of a queue write one cache line.</summary>
[TestFixture]
public sealed unsafe class LayoutTests
{
    private const int Line = 64;

    [Test]
    public void A_cursor_fills_two_pairs_of_cache_lines()
    {
        Assert.That(sizeof(Cursor), Is.EqualTo(4 * Line));
        Assert.That(Cursor.Pair, Is.EqualTo(2 * Line));
    }

    [TestCase(nameof(Cursor.Sequence), 0)]
    [TestCase(nameof(Cursor.IsDead), 0)]
    [TestCase(nameof(Cursor.Completion), 0)]
    [TestCase(nameof(Cursor.EndOfReaders), 0)]
    [TestCase(nameof(Cursor.Waiting), 0)]
    [TestCase(nameof(Cursor.Limit), 1)]
    [TestCase(nameof(Cursor.Held), 1)]
    [TestCase(nameof(Cursor.Rejected), 1)]
    [TestCase(nameof(Cursor.HighWater), 1)]
    public void What_others_read_and_what_they_do_not_are_in_pairs_of_their_own(string field, int pair) =>
        Assert.That((int)Marshal.OffsetOf<Cursor>(field) / Cursor.Pair, Is.EqualTo(pair));

    [Test]
    public void Cursors_begin_where_pairs_of_lines_do_and_never_move()
    {
        CursorTable table = new(5);
        long[] addresses = [.. Enumerable.Range(0, 5).Select(i => (long)Unsafe.AsPointer(ref table[i]))];
        Assert.That(addresses.Select(address => address % Cursor.Pair), Is.All.EqualTo(0));
        Assert.That(addresses.Zip(addresses.Skip(1), (a, b) => b - a), Is.All.EqualTo(Cursor.Bytes));
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Assert.That((long)Unsafe.AsPointer(ref table[3]), Is.EqualTo(addresses[3]));
        GC.KeepAlive(table);
    }
}
