using Enso.Queues;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Queues.Pipes;

/// <summary>Does at random what the ends of a pipe of records can do, and compares with a list.</summary>
public sealed class FrameModelTests
{
    private readonly record struct Step(int Action, int Length, int Actual);

    [Test]
    public void Records_are_those_of_a_list_whatever_is_claimed_staged_abandoned_and_held()
    {
        Gen<Step> step =
            from action in Gen.Choose(0, 6)
            from length in Gen.Choose(0, 4096)
            from actual in Gen.Choose(0, 4096)
            select new Step(action, length, actual);
        Prop.ForAll(
            Arb.From(Gen.ArrayOf(step)),
            steps => Run<Vec<byte>>(256, steps) && Run<Mirrored<byte>>(4096, steps)).Check(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200));
    }

    private static bool Run<TStorage>(int capacity, Step[] steps)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        FramePipe<TStorage> pipe = new(new QueueOptions { Capacity = capacity });
        Queue<byte[]> published = [];
        Queue<byte[]> staged = [];
        byte next = 0;
        bool isEmpty = true;
        foreach (Step step in steps)
        {
            int length = step.Length % (pipe.Writer.MaximumLength + 1);
            switch (step.Action)
            {
                case <= 2:
                    bool isClaimed = pipe.Writer.TryClaim(length, out Span<byte> record);
                    Assert.That(isClaimed || !isEmpty || staged.Count != 0, "an empty ring takes every record");
                    if (isClaimed && step.Action == 2 && step.Actual % 3 == 0)
                    {
                        pipe.Writer.Abandon();
                    }
                    else if (isClaimed)
                    {
                        Assert.That(record.Length, Is.EqualTo(length));
                        record.Fill(++next);
                        pipe.Writer.Stage(step.Actual % (length + 1));
                        staged.Enqueue(record[..(step.Actual % (length + 1))].ToArray());
                        isEmpty = false;
                    }

                    break;
                case 3:
                    pipe.Writer.Flush();
                    while (staged.TryDequeue(out byte[]? finished))
                    {
                        published.Enqueue(finished);
                    }

                    break;
                case <= 5:
                    bool isRead = pipe.Reader.TryRead(out ReadOnlySpan<byte> read);
                    Assert.That(isRead, Is.EqualTo(published.TryDequeue(out byte[]? expected)));
                    Assert.That(!isRead || read.SequenceEqual(expected));
                    break;
                default:
                    pipe.Reader.Release();
                    isEmpty = published.Count == 0 && staged.Count == 0;
                    break;
            }
        }

        return true;
    }
}
