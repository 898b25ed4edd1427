using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Ownership;

/// <summary>A pool against a list that does the same, in random orders of renting, sending and returning.</summary>
[TestFixture]
public sealed class PoolModelTests
{
    private sealed class Message(int id)
    {
        public int Id => id;
    }

    /// <summary>A step: what is done, and to which of the handles.</summary>
    private readonly record struct Step(int Action, int Which);

    [Test]
    public void A_pool_does_what_a_list_of_free_messages_does()
    {
        Gen<Step> step =
            from action in Gen.Choose(0, 4)
            from which in Gen.Choose(0, 1000)
            select new Step(action, which);
        Gen<(int, Step[])> runs =
            from capacity in Gen.Choose(1, 6)
            from steps in Gen.ArrayOf(step)
            select (capacity, steps);
        Prop.ForAll(Arb.From(runs), run => Run(run.Item1, run.Item2)).Check(
            Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(200));
    }

    private static void Run(int capacity, Step[] steps)
    {
        int made = 0;
        Pool<Message> pool = new(capacity, () => new Message(made++));
        Stack<int> free = new(Enumerable.Range(0, capacity).Reverse());
        List<(Owned<Message> Handle, int Id)> live = [];
        List<Owned<Message>> dead = [];
        (int mark, int exhausted) = (0, 0);
        foreach (Step step in steps)
        {
            int which = live.Count == 0 ? 0 : step.Which % live.Count;
            switch (step.Action)
            {
                case 0 or 1 when free.Count > 0:
                    Assert.That(pool.TryRent(out Owned<Message> rented));
                    Assert.That(rented.Value.Id, Is.EqualTo(free.Peek()));
                    live.Add((rented, free.Pop()));
                    mark = Math.Max(mark, live.Count);
                    break;
                case 0 or 1:
                    Assert.That(pool.TryRent(out Owned<Message> none), Is.False);
                    Assert.That(none.IsEmpty);
                    exhausted++;
                    break;
                case 2 when live.Count > 0:
                    live[which].Handle.Dispose();
                    dead.Add(live[which].Handle);
                    free.Push(live[which].Id);
                    live.RemoveAt(which);
                    break;
                case 3 when live.Count > 0:
                    dead.Add(live[which].Handle);
                    live[which] = (live[which].Handle.Transfer(), live[which].Id);
                    break;
                case 4 when dead.Count > 0:
                    Owned<Message>[] one = [dead[step.Which % dead.Count]];
                    Assert.That(() => one[0].Dispose(), Throws.InstanceOf<OwnershipException>());
                    Assert.That(() => one[0].Transfer().Dispose(), Throws.InstanceOf<OwnershipException>());
                    break;
            }
            Assert.That(
                (pool.Free, pool.Rented, pool.HighWaterMark, pool.ExhaustedCount),
                Is.EqualTo((free.Count, live.Count, mark, (long)exhausted)));
            Assert.That(live.All(m => m.Handle.IsOwner && m.Handle.Value.Id == m.Id));
            Assert.That(dead.Any(m => m.IsOwner), Is.False);
        }
        live.ForEach(m => m.Handle.Dispose());
        pool.Dispose();
    }
}
