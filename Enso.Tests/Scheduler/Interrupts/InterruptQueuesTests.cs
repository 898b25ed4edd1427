using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Enso.Machine.Interrupts;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>The rings between a core's top half and its reactor.</summary>
[TestFixture]
public sealed unsafe class InterruptQueuesTests
{
    private InterruptQueues* _queues;

    [TearDown]
    public void Free()
    {
        NativeMemory.AlignedFree(_queues);
        _queues = null;
    }

    private void Make(uint capacity)
    {
        nuint bytes = (nuint)InterruptQueues.BytesFor(capacity);
        _queues = (InterruptQueues*)NativeMemory.AlignedAlloc(bytes, 128);
        NativeMemory.Clear(_queues, bytes);
        InterruptQueues.Initialise(_queues, capacity);
    }

    [Test]
    public void The_layout_is_the_documented_one()
    {
        Assert.That(sizeof(InterruptRecord), Is.EqualTo(32));
        Assert.That(sizeof(InterruptQueues), Is.EqualTo(0x1C00));
        Assert.That(Marshal.OffsetOf<InterruptQueues>("_routes"), Is.EqualTo((nint)0x80));
        Assert.That(Marshal.OffsetOf<InterruptQueues>("_heads"), Is.EqualTo((nint)0x200));
        Assert.That(Marshal.OffsetOf<InterruptQueues>("_tails"), Is.EqualTo((nint)0x1B00));
        Assert.That(Marshal.OffsetOf<InterruptQueues>("_deferred"), Is.EqualTo((nint)0x1B88));
        Assert.That(InterruptQueues.BytesFor(64), Is.EqualTo(0x1C00 + (16 * 64 * 32)));
    }

    [TestCase(0u)]
    [TestCase(3u)]
    [TestCase(1u << 17)]
    public void A_capacity_that_is_not_allowed_needs_no_memory(uint capacity) =>
        Assert.That(InterruptQueues.BytesFor(capacity), Is.Zero);

    [Test]
    public void A_vectors_class_is_that_of_the_processors_priorities_until_it_is_routed()
    {
        Make(4);
        InterruptQueues.Push(_queues, 0xF3, 0, 0);
        InterruptQueues.Push(_queues, 0x30, 0, 0);
        Assert.That(InterruptQueues.Waiting(_queues), Is.EqualTo((1u << 0) | (1u << 12)));
        InterruptQueues.Route(_queues, 0x30, 5, isLevel: false, endsSleep: true);
        InterruptQueues.Push(_queues, 0x30, 0, 0);
        Assert.That(InterruptQueues.Waiting(_queues), Is.EqualTo((1u << 0) | (1u << 5) | (1u << 12)));
    }

    [Test]
    public void The_rings_do_what_lists_do([Range(1, 30)] int seed)
    {
        const int Capacity = 4;
        Random random = new(seed);
        Make(Capacity);
        Queue<(int Vector, ulong Stamp, ulong Data)>[] model =
            Array.ConvertAll(new int[InterruptQueues.Classes], _ => new Queue<(int, ulong, ulong)>());
        int[] classes = Array.ConvertAll(new int[256], _ => 0);
        bool[] levels = new bool[256];
        SortedSet<int> deferred = [];
        ulong[] lost = new ulong[256];
        ulong[] raised = new ulong[256];
        for (int vector = 0; vector < 256; vector++)
        {
            (classes[vector], levels[vector]) = (random.Next(16), random.Next(2) == 0);
            InterruptQueues.Route(_queues, vector, classes[vector], levels[vector], endsSleep: true);
            Assert.That(InterruptQueues.IsLevel(_queues, vector), Is.EqualTo(levels[vector]));
        }

        int dry = 0;
        for (ulong step = 0; step < 5_000; step++)
        {
            int deferredBefore = deferred.Count;

            // By turns more go in than out, so that rings and lines that are held back fill up, and more out than
            // in: at the end all has run dry.
            bool isFilling = step / 500 % 2 == 0;
            if (random.Next(10) < (isFilling ? 6 : 1))
            {
                int vector = random.Next(256);
                Queue<(int, ulong, ulong)> ring = model[classes[vector]];
                InterruptPush expected = ring.Count < Capacity ? InterruptPush.Queued
                    : levels[vector] ? InterruptPush.Deferred : InterruptPush.Lost;
                raised[vector]++;
                lost[vector] += expected == InterruptPush.Lost ? 1u : 0;
                if (expected == InterruptPush.Queued)
                {
                    ring.Enqueue((vector, step, ~step));
                }
                else if (expected == InterruptPush.Deferred)
                {
                    deferred.Add(vector);
                }

                Assert.That(InterruptQueues.Push(_queues, vector, step, ~step), Is.EqualTo(expected));
            }
            else if (random.Next(4) == 0)
            {
                int first = -1;
                foreach (int vector in deferred)
                {
                    if (model[classes[vector]].Count <= Capacity / 2)
                    {
                        first = vector;
                        break;
                    }
                }

                deferred.Remove(first);
                Assert.That(InterruptQueues.TakeDeferred(_queues), Is.EqualTo(first));
            }
            else if (InterruptQueues.Waiting(_queues) is var waiting && waiting != 0)
            {
                int interruptClass = System.Numerics.BitOperations.TrailingZeroCount(waiting);
                InterruptRecord* record = InterruptQueues.Peek(_queues, interruptClass);
                Assert.That(
                    ((int)record->Vector, record->Stamp, record->Data), Is.EqualTo(model[interruptClass].Dequeue()));
                InterruptQueues.Release(_queues, interruptClass);
            }

            uint expectedWaiting = 0;
            for (int i = 0; i < model.Length; i++)
            {
                expectedWaiting |= model[i].Count != 0 ? 1u << i : 0;
            }

            Assert.That(InterruptQueues.Waiting(_queues), Is.EqualTo(expectedWaiting));
            Assert.That(InterruptQueues.HasDeferred(_queues), Is.EqualTo(deferred.Count != 0));
            dry += deferredBefore != 0 && deferred.Count == 0 ? 1 : 0;
        }

        Assert.That(dry, Is.GreaterThanOrEqualTo(4), "how often the last line that was held back was taken");

        for (int vector = 0; vector < 256; vector++)
        {
            Assert.That(InterruptQueues.RaisedOf(_queues, vector), Is.EqualTo(raised[vector]));
            Assert.That(InterruptQueues.LostOf(_queues, vector), Is.EqualTo(lost[vector]));
        }
    }

    [Test]
    public void A_line_that_comes_twice_while_it_is_held_back_is_taken_once()
    {
        Make(1);
        InterruptQueues.Route(_queues, 0x40, 0, isLevel: true, endsSleep: true);
        InterruptQueues.Push(_queues, 0x40, 0, 0);
        Assert.That(InterruptQueues.Push(_queues, 0x40, 1, 0), Is.EqualTo(InterruptPush.Deferred));
        Assert.That(InterruptQueues.Push(_queues, 0x40, 2, 0), Is.EqualTo(InterruptPush.Deferred));
        Assert.That(InterruptQueues.TakeDeferred(_queues), Is.EqualTo(-1), "its ring is full");
        InterruptQueues.Release(_queues, 0);
        Assert.That(InterruptQueues.TakeDeferred(_queues), Is.EqualTo(0x40));
        Assert.That(InterruptQueues.TakeDeferred(_queues), Is.EqualTo(-1));
        Assert.That(InterruptQueues.Waiting(_queues), Is.Zero);
        Assert.That(InterruptQueues.HasWork(_queues), Is.False);
    }

    [Test]
    public void A_line_that_is_not_served_any_more_is_not_held_back()
    {
        Make(1);
        InterruptQueues.Route(_queues, 0x40, 0, isLevel: true, endsSleep: true);
        InterruptQueues.Route(_queues, 0xC0, 0, isLevel: true, endsSleep: true);
        InterruptQueues.Push(_queues, 0x40, 0, 0);
        InterruptQueues.Push(_queues, 0x40, 1, 0);
        InterruptQueues.Push(_queues, 0xC0, 2, 0);
        InterruptQueues.Unroute(_queues, 0x40);
        InterruptQueues.Release(_queues, 0);
        Assert.That(InterruptQueues.TakeDeferred(_queues), Is.EqualTo(0xC0));
        Assert.That(InterruptQueues.HasDeferred(_queues), Is.False);
    }

    [Test]
    public void A_ring_goes_on_when_its_counters_wrap()
    {
        Make(4);
        ref byte first = ref Unsafe.AsRef<byte>(_queues);
        Unsafe.As<byte, uint>(ref Unsafe.Add(ref first, 0x200)) = uint.MaxValue - 1;
        Unsafe.As<byte, uint>(ref Unsafe.Add(ref first, 0x1B00)) = uint.MaxValue - 1;
        InterruptQueues.Route(_queues, 0x40, 0, isLevel: false, endsSleep: true);
        for (ulong i = 0; i < 4; i++)
        {
            Assert.That(InterruptQueues.Push(_queues, 0x40, i, 0), Is.EqualTo(InterruptPush.Queued));
        }

        Assert.That(InterruptQueues.Push(_queues, 0x40, 4, 0), Is.EqualTo(InterruptPush.Lost));
        for (ulong i = 0; i < 4; i++)
        {
            Assert.That(InterruptQueues.Peek(_queues, 0)->Stamp, Is.EqualTo(i));
            InterruptQueues.Release(_queues, 0);
        }

        Assert.That(InterruptQueues.Waiting(_queues), Is.Zero);
    }

    [Test]
    public void A_top_half_on_another_thread_is_followed_in_order()
    {
        const ulong Count = 200_000;
        Make(64);
        InterruptQueues.Route(_queues, 0x40, 7, isLevel: false, endsSleep: true);
        nint queues = (nint)_queues;
        bool isOver = false;
        Thread top = new(() =>
        {
            for (ulong i = 0; i < Count && !Volatile.Read(ref isOver); i++)
            {
                while (InterruptQueues.Push((InterruptQueues*)queues, 0x40, i, ~i) != InterruptPush.Queued
                    && !Volatile.Read(ref isOver))
                {
                    Thread.Yield();
                }
            }
        });
        top.Start();
        try
        {
            for (ulong i = 0; i < Count; i++)
            {
                while (InterruptQueues.Waiting(_queues) == 0)
                {
                    Thread.Yield();
                }

                InterruptRecord* record = InterruptQueues.Peek(_queues, 7);
                if (record->Stamp != i || record->Data != ~i)
                {
                    Assert.Fail($"record {i} has the stamp {record->Stamp} and the data {record->Data:x}");
                }

                InterruptQueues.Release(_queues, 7);
            }
        }
        finally
        {
            // Not before it has left the memory, which the next test frees.
            Volatile.Write(ref isOver, true);
            top.Join();
        }
    }
}
