using System.Threading.Channels;
using Enso.Queues;

namespace Enso.Tests.Queues.Protocols;

/// <summary>Sessions at run time: a state is used once, and what goes wrong says what.</summary>
[TestFixture]
public sealed class SessionTests
{
    private static (Session<TProtocol, NoLoop, InMemoryTransport> Near,
        Session<Dual<TProtocol>, NoLoop, InMemoryTransport> Far) Start<TProtocol>()
        where TProtocol : struct, IProtocol
    {
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.Pair(capacity: 8);
        return (Sessions.Start<TProtocol, InMemoryTransport>(near),
            Sessions.Start<Dual<TProtocol>, InMemoryTransport>(far));
    }

    [Test]
    public void What_one_end_sends_the_other_receives()
    {
        var (near, far) = Start<Send<int, Receive<string, End>>>();
        var waiting = near.Send(42);
        var answering = far.Receive(out int question);
        answering.Send($"{question}!").Close();
        waiting.Receive(out string answer).Close();
        Assert.That(answer, Is.EqualTo("42!"));
    }

    [Test]
    public void A_state_that_was_used_is_refused_and_nothing_is_sent()
    {
        var (near, far) = Start<Send<int, Send<int, End>>>();
        var second = near.Send(1);
        Assert.That(() => near.Send(2), Throws.TypeOf<SessionException>()
            .With.Message.Contains("state of step 0 was used before: the session is at step 1"));
        second.Send(3).Close();
        far.Receive(out int first).Receive(out int next).Close();
        Assert.That((first, next), Is.EqualTo((1, 3)));
    }

    [Test]
    public void A_state_that_is_used_twice_is_refused_whatever_the_step()
    {
        var (near, far) = Start<Loop<Choose<Outer<End>, Continue>>>();
        var body = near.Enter();
        Assert.That(() => near.Enter(), Throws.TypeOf<SessionException>());
        var chosen = body.ChooseRight();
        Assert.That(() => body.ChooseLeft(), Throws.TypeOf<SessionException>());
        var again = chosen.Repeat();
        Assert.That(() => chosen.Repeat(), Throws.TypeOf<SessionException>());
        Assert.That(() => body.ChooseLeft(), Throws.TypeOf<SessionException>(), "an earlier turn's state");
        var leaving = again.ChooseLeft();
        var end = leaving.Leave();
        Assert.That(() => leaving.Leave(), Throws.TypeOf<SessionException>());
        end.Close();
        Assert.That(() => end.Close(), Throws.TypeOf<SessionException>());
        var offering = far.Enter();
        Assert.That(offering.Offer().Branch, Is.EqualTo(Branch.Right));
        Assert.That(() => offering.Offer(), Throws.TypeOf<SessionException>());
    }

    [Test]
    public async Task A_state_that_was_used_is_refused_asynchronously_too()
    {
        var (near, far) = Start<Send<int, End>>();
        (await near.SendAsync(1)).Close();
        Assert.That(async () => await near.SendAsync(2), Throws.TypeOf<SessionException>());
        (int message, var end) = await far.ReceiveAsync();
        Assert.That(message, Is.EqualTo(1));
        Assert.That(async () => await far.ReceiveAsync(), Throws.TypeOf<SessionException>());
        end.Close();
    }

    [Test]
    public async Task Asynchronous_steps_do_what_the_blocking_ones_do()
    {
        var (near, far) = Start<Send<int, Choose<Offer<Receive<string, End>, End>, End>>>();
        var chosen = await (await near.SendAsync(1)).ChooseLeftAsync();
        Assert.That(far.Receive(out int got).Offer().IsLeft(out var choosing, out _));
        choosing.ChooseLeft().Send($"{got}").Close();
        Assert.That((await chosen.OfferAsync()).IsLeft(out var receiving, out _));
        (string message, var end) = await receiving.ReceiveAsync();
        end.Close();
        Assert.That(message, Is.EqualTo("1"));

        var (here, there) = Start<Choose<End, Choose<End, Receive<int, End>>>>();
        var second = await here.ChooseRightAsync();
        Assert.That((await there.OfferAsync()).IsLeft(out _, out var offering), Is.False);
        var last = second.ChooseRight();
        Assert.That((await offering.OfferAsync()).IsLeft(out _, out var sending), Is.False);
        (await sending.SendAsync(9)).Close();
        last.Receive(out int nine).Close();
        Assert.That(nine, Is.EqualTo(9));
    }

    [Test]
    public void An_asynchronous_step_waits_for_the_other_end()
    {
        var (near, far) = Start<Send<int, End>>();
        ValueTask<(int Message, Session<Dual<End>, NoLoop, InMemoryTransport> Next)> waiting = far.ReceiveAsync();
        Assert.That(waiting.IsCompleted, Is.False);
        near.Send(3).Close();
        Assert.That(waiting.AsTask().GetAwaiter().GetResult().Message, Is.EqualTo(3));
    }

    [Test]
    public void Both_ends_have_the_same_steps()
    {
        static IEnumerable<string> StepsOf(Type steps) => steps.GetMethods()
            .Where(m => m.IsStatic).Select(m => m.Name);
        Assert.That(StepsOf(typeof(DualSessionSteps)), Is.EquivalentTo(StepsOf(typeof(SessionSteps))
            .Append(nameof(DualSessionSteps.Simplify))));
    }

    [Test]
    public void The_way_that_was_not_taken_is_of_no_session()
    {
        var (near, far) = Start<Choose<End, Send<int, End>>>();
        near.ChooseLeft().Close();
        Assert.That(far.Offer().IsLeft(out var end, out var receiving));
        Assert.That(() => receiving.Receive(out _), Throws.TypeOf<SessionException>()
            .With.Message.Contains("the way that was not taken"));
        end.Close();
    }

    [Test]
    public void A_match_goes_the_way_that_was_chosen()
    {
        var (near, far) = Start<Choose<End, Send<int, End>>>();
        near.ChooseRight().Send(7).Close();
        int got = far.Offer().Match(
            left =>
            {
                left.Close();
                return 0;
            },
            right =>
            {
                right.Receive(out int number).Close();
                return number;
            });
        Assert.That(got, Is.EqualTo(7));
        Assert.That(() => default(Offered<End, End, NoLoop, InMemoryTransport>).Match(_ => 0, _ => 0),
            Throws.TypeOf<SessionException>());
    }

    [Test]
    public void An_outer_loop_is_begun_again_from_the_inner_one()
    {
        // Each turn of the outer loop sends numbers until the near end chooses to go round, or to end.
        var (near, far) = Start<Loop<Loop<Choose<Send<int, Continue>, Outer<Choose<Continue, End>>>>>>();
        var inner = near.Enter().Enter();
        inner = inner.ChooseLeft().Send(1).Repeat();
        inner = inner.ChooseRight().Leave().ChooseLeft().Repeat().Enter();
        inner.ChooseLeft().Send(2).Repeat().ChooseRight().Leave().ChooseRight().Close();

        List<string> seen = [];
        var there = far.Enter().Enter();
        while (true)
        {
            if (there.Offer().IsLeft(out var number, out var left))
            {
                there = number.Receive(out int got).Repeat();
                seen.Add($"{got}");
            }
            else if (left.Leave().Offer().IsLeft(out var again, out var end))
            {
                there = again.Repeat().Enter();
                seen.Add("round");
            }
            else
            {
                end.Close();
                break;
            }
        }
        Assert.That(seen, Is.EqualTo(["1", "round", "2"]));
    }

    [Test]
    public void The_duals_dual_is_the_protocol()
    {
        var (near, far) = Start<Dual<Send<int, End>>>();
        Session<Send<int, End>, NoLoop, InMemoryTransport> sending = far.Simplify();
        sending.Send(5).Close();
        near.Receive(out int got).Close();
        Assert.That(got, Is.EqualTo(5));
    }

    [Test]
    public void A_session_that_is_given_up_ends_at_both_ends()
    {
        var (near, far) = Start<Send<int, Send<int, End>>>();
        var second = near.Send(1);
        second.Abandon(new InvalidDataException("no more numbers"));
        Assert.That(() => second.Send(2), Throws.TypeOf<SessionException>().With.Message.Contains("abandoned"));
        var waiting = far.Receive(out int got);
        Assert.That(got, Is.EqualTo(1));
        Assert.That(() => waiting.Receive(out _), Throws.TypeOf<ChannelClosedException>()
            .With.InnerException.Message.EqualTo("no more numbers"));
        Assert.That(() => waiting.Receive(out _), Throws.TypeOf<SessionException>(), "a failed step uses its state up");
    }

    [Test]
    public void A_session_that_is_over_stays_over()
    {
        var (near, far) = Start<Send<int, End>>();
        var end = near.Send(1);
        end.Close();
        end.Abandon(new InvalidDataException());
        Assert.That(() => end.Close(), Throws.TypeOf<SessionException>().With.Message.Contains("used before"));
        far.Receive(out _).Close();
        var (given, _) = Start<End>();
        given.Abandon(new InvalidDataException());
        given.Abandon(new InvalidDataException());
        Assert.That(() => given.Close(), Throws.TypeOf<SessionException>().With.Message.Contains("abandoned"));
    }

    [Test]
    public async Task A_cancelled_wait_uses_its_state_up_and_the_session_can_be_given_up()
    {
        var (near, far) = Start<Send<int, End>>();
        Assert.That(async () => await far.ReceiveAsync(new(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await far.ReceiveAsync(), Throws.TypeOf<SessionException>());
        far.Abandon(new OperationCanceledException());
        (await near.SendAsync(1)).Close();
    }

    [Test]
    public void A_choice_of_no_way_is_the_other_ends_fault()
    {
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.Pair(capacity: 1);
        far.Send((Branch)7);
        var offering = Sessions.Start<Offer<End, End>, InMemoryTransport>(near);
        Assert.That(() => offering.Offer(), Throws.TypeOf<SessionException>().With.Message.Contains("it chose 7"));
    }

    [Test]
    public void A_default_state_is_of_no_session()
    {
        Session<End, NoLoop, InMemoryTransport> none = default;
        Assert.That(() => none.Close(), Throws.TypeOf<SessionException>());
        Assert.That(() => none.Abandon(new InvalidOperationException()), Throws.TypeOf<SessionException>());
        Assert.That(() => Sessions.Start<End, InMemoryTransport>(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Steps_allocate_nothing()
    {
        // Both ends over one slot: this thread takes their steps by turns.
        var near = Sessions.Start<Loop<Choose<Send<int, Receive<long, Continue>>, End>>, SlotTransport>(default)
            .Enter();
        var far = Sessions.Start<Dual<Loop<Choose<Send<int, Receive<long, Continue>>, End>>>, SlotTransport>(default)
            .Enter();
        long before = 0;
        for (int i = 0; i < 2000; i++)
        {
            if (i == 1000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }
            var sending = near.ChooseLeft();
            _ = far.Offer().IsLeft(out var receiving, out _);
            var waiting = sending.Send(i);
            far = receiving.Receive(out int got).Send(got * 2L).Repeat();
            near = waiting.Receive(out long _).Repeat();
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    /// <summary>Carries one message of each type at a time, within this thread.</summary>
    private readonly struct SlotTransport : IMessageTransport
    {
        public void Send<T>(T message) => Slot<T>.s_message = message;

        public T Receive<T>() => Slot<T>.s_message;

        public ValueTask SendAsync<T>(T message, CancellationToken cancellationToken = default)
        {
            Send(message);
            return default;
        }

        public ValueTask<T> ReceiveAsync<T>(CancellationToken cancellationToken = default) => new(Receive<T>());

        public void Complete(Exception? error = null)
        {
        }

        private static class Slot<T>
        {
            [ThreadStatic]
            internal static T s_message = default!;
        }
    }
}
