using Enso.Scheduler;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>Which place a key goes to.</summary>
[TestFixture]
public sealed class JumpHashTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Test]
    public void A_key_stays_or_moves_to_the_place_that_was_added() => Prop.ForAll(
        Arb.From(
            from key in Gen.Choose(int.MinValue, int.MaxValue)
            from places in Gen.Choose(1, 64)
            select (Key: (ulong)key * 0x9E3779B97F4A7C15UL, Places: places)),
        run =>
        {
            int before = JumpHash.Place(run.Key, run.Places);
            Assert.That(before, Is.InRange(0, run.Places - 1));
            Assert.That(JumpHash.Place(run.Key, run.Places + 1), Is.EqualTo(before).Or.EqualTo(run.Places));
        }).Check(s_config);

    [Test]
    public void Keys_are_spread_evenly_and_about_as_many_move_as_must([Values(1, 3, 8, 16)] int places)
    {
        const int keys = 20_000;
        int[] counts = new int[places];
        int moved = 0;
        for (int key = 0; key < keys; key++)
        {
            ulong mixed = JumpHash.Mix((ulong)key);
            counts[JumpHash.Place(mixed, places)]++;
            moved += JumpHash.Place(mixed, places) == JumpHash.Place(mixed, places + 1) ? 0 : 1;
        }

        Assert.That(counts, Has.All.InRange(keys / places * 0.9, keys / places * 1.1));
        Assert.That(moved, Is.InRange(keys / (places + 1) * 0.9, keys / (places + 1) * 1.1));
    }

    [Test]
    public void One_place_takes_everything_and_none_is_refused()
    {
        Assert.That(JumpHash.Place(ulong.MaxValue, 1), Is.Zero);
        Assert.That(() => JumpHash.Place(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
