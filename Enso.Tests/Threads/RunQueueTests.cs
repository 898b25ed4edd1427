using System.Runtime.InteropServices;
using Enso.Machine.Threads;
using Thread = Enso.Machine.Threads.Thread;

namespace Enso.Tests.Threads;

/// <summary>The order in which a core takes its threads.</summary>
[TestFixture]
public sealed unsafe class RunQueueTests
{
    private const ulong Millisecond = 1_000_000;

    private RunQueue* _queue;
    private readonly List<nint> _threads = [];

    [SetUp]
    public void Make() => _queue = (RunQueue*)NativeMemory.AllocZeroed((nuint)sizeof(RunQueue));

    [TearDown]
    public void Free()
    {
        NativeMemory.Free(_queue);
        _threads.ForEach(thread => NativeMemory.Free((void*)thread));
        _threads.Clear();
    }

    private Thread* Add(int priority)
    {
        Thread* thread = (Thread*)NativeMemory.AllocZeroed((nuint)sizeof(Thread));
        _threads.Add((nint)thread);
        thread->Priority = priority;
        thread->Affinity = 1;
        _queue->Add(thread, 0);
        return thread;
    }

    [Test]
    public void Higher_priorities_go_first_and_equals_in_turn()
    {
        Thread* low = Add(2);
        Thread* first = Add(3);
        Thread* second = Add(3);
        Thread* high = Add(4);
        foreach (nint expected in new[] { (nint)high, (nint)first, (nint)second, (nint)low, 0 })
        {
            Assert.That((nint)_queue->Take(0, 1), Is.EqualTo(expected));
        }
    }

    [Test]
    public void One_that_wakes_often_always_goes_before_one_that_computes_meanwhile()
    {
        Thread* computing = Add(RunQueue.Normal);
        Thread* woken = Add(RunQueue.Normal + 1);
        ulong now = 1;
        for (int i = 0; i < 1000; i++, now += 7 * Millisecond)
        {
            Assert.That((nint)_queue->Take(0, now), Is.EqualTo((nint)woken), $"wake-up {i}");
            Assert.That((nint)_queue->Take(0, now + Millisecond), Is.EqualTo((nint)computing));

            // The computing thread is interrupted: it goes back first, as in Reschedule.
            _queue->Add(computing, 0);
            _queue->Add(woken, 0);
        }
    }

    [Test]
    public void What_is_passed_over_all_the_time_has_one_turn_in_each_ageing_time()
    {
        Thread* low = Add(2);
        Thread* high = Add(3);
        List<ulong> turns = [];
        for (ulong now = 1; now < 10 * RunQueue.AgeingTime; now += Millisecond)
        {
            Thread* taken = _queue->Take(0, now);
            if (taken == low)
            {
                turns.Add(now);
            }

            _queue->Add(taken, 0);
        }

        Assert.That(turns, Has.Count.EqualTo(9));
        for (int i = 0; i < turns.Count; i++)
        {
            Assert.That(turns[i], Is.EqualTo(1 + ((ulong)(i + 1) * RunQueue.AgeingTime)));
        }

        Assert.That(_queue->Count, Is.EqualTo(2));
        Assert.That(high->ReadyCore, Is.Zero);
    }
}
