using Enso.Queues;

namespace Enso.Tests.Queues.Protocols;

using Conversation = Loop<Choose<Send<long, Receive<(Guid, string), Send<Guid, Continue>>>, Receive<string, End>>>;

/// <summary>Sessions over a link of queues: what is carried, what is allocated, how they end.</summary>
[TestFixture]
public sealed class LinkTransportTests
{
    private static readonly QueueOptions s_options = new() { Capacity = 4 };

    [Test]
    public void Messages_of_all_types_of_a_protocol_keep_their_order([Values(1, 4, 64)] int capacity)
    {
        const int rounds = 1000;
        var (near, far) = Sessions.Open<Conversation>(new QueueOptions { Capacity = capacity });
        Task server = Task.Run(() => Serve(far));
        var turn = near.Enter();
        for (int i = 0; i < rounds; i++)
        {
            var answer = turn.ChooseLeft().Send(i).Receive(out (Guid Id, string Text) received);
            Assert.That(received.Text, Is.EqualTo(i.ToString()));
            turn = answer.Send(received.Id).Repeat();
        }

        turn.ChooseRight().Receive(out string last).Close();
        Assert.That(last, Is.EqualTo("bye"));
        server.GetAwaiter().GetResult();
    }

    [Test]
    public async Task Asynchronous_steps_wait_for_messages_and_for_room()
    {
        var (near, far) = Sessions.Open<Loop<Choose<Send<string, Continue>, End>>>(new QueueOptions { Capacity = 1 });
        const int count = 2000;
        Task sending = Task.Run(async () =>
        {
            var turn = near.Enter();
            for (int i = 0; i < count; i++)
            {
                turn = (await (await turn.ChooseLeftAsync()).SendAsync(i.ToString())).Repeat();
            }

            (await turn.ChooseRightAsync()).Close();
        });
        int received = 0;
        var turn = far.Enter();
        while ((await turn.OfferAsync()).IsLeft(out var more, out var end))
        {
            (string message, var next) = await more.ReceiveAsync();
            Assert.That(message, Is.EqualTo((received++).ToString()));
            turn = next.Repeat();
        }

        await sending;
        Assert.That(received, Is.EqualTo(count));
    }

    [Test]
    public void Nothing_is_allocated_once_the_session_has_begun()
    {
        var (near, far) = Sessions.Open<Conversation>(s_options);
        var client = near.Enter();
        var server = far.Enter();

        // The runtime itself may allocate on this thread, once, when it puts better code in a method's place.
        long least = Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                var asked = client.ChooseLeft().Send(i);
                server.Offer().IsLeft(out var asking, out var _);
                var answered = asking.Receive(out long number).Send((Guid.Empty, "text"));
                client = asked.Receive(out (Guid Id, string) answer).Send(answer.Id).Repeat();
                server = answered.Receive(out Guid _).Repeat();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.That(least, Is.Zero);
    }

    [Test]
    public void Abandoning_tells_an_end_that_waits_for_a_message_and_still_delivers_what_was_sent()
    {
        var (near, far) = Sessions.Open<Send<int, Send<int, End>>>(s_options);
        InvalidDataException reason = new("no more prices");
        near.Send(5).Abandon(reason);
        var next = far.Receive(out int message);
        Assert.That(message, Is.EqualTo(5));
        Assert.That(
            () => next.Receive(out int _),
            Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public async Task Abandoning_wakes_whoever_waits_for_a_message_or_for_room()
    {
        InvalidDataException reason = new("out");
        var (near, far) = Sessions.Open<Send<int, Send<int, Receive<int, End>>>>(new QueueOptions { Capacity = 1 });
        Task room = near.Send(1).SendAsync(2).AsTask();
        far.Abandon(reason);
        await Assert.ThatAsync(
            () => room, Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));

        (near, far) = Sessions.Open<Send<int, Send<int, Receive<int, End>>>>(s_options);
        var waiting = near.Send(1).Send(2).ReceiveAsync().AsTask();
        far.Abandon(reason);
        await Assert.ThatAsync(
            () => waiting, Throws.InstanceOf<QueueCompletedException>().With.InnerException.SameAs(reason));
    }

    [Test]
    public async Task A_send_that_is_cancelled_is_not_received()
    {
        (LinkTransport near, LinkTransport far) = Sessions.Connect<Send<string, End>>(new QueueOptions { Capacity = 1 });
        using CancellationTokenSource cancellation = new();
        near.Send("first");
        Task sending = near.SendAsync("second", cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(far.Receive<string>(), Is.EqualTo("first"));
        near.Send("third");
        near.Complete();
        Assert.That(far.Receive<string>(), Is.EqualTo("third"));
        Assert.That(() => far.Receive<string>(), Throws.InstanceOf<QueueCompletedException>());
    }

    [Test]
    public async Task A_receipt_that_is_cancelled_takes_nothing()
    {
        (LinkTransport near, LinkTransport far) = Sessions.Connect<Send<string, End>>(s_options);
        using CancellationTokenSource cancellation = new();
        Task<string> receiving = far.ReceiveAsync<string>(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => receiving, Throws.InstanceOf<OperationCanceledException>());
        near.Send("here");
        Assert.That(await far.ReceiveAsync<string>(), Is.EqualTo("here"));
    }

    [Test]
    public void A_message_of_another_type_than_is_waited_for_is_an_error()
    {
        (LinkTransport near, LinkTransport far) = Sessions.Connect<Send<string, Receive<long, Send<object, End>>>>(s_options);
        near.Send("text");
        Assert.That(
            () => far.Receive<object>(),
            Throws.InstanceOf<SessionException>().With.Message.Contain("sent a System.String where a System.Object"));
        Assert.That(
            () => near.Send(5L),
            Throws.InstanceOf<SessionException>().With.Message.Contain("no message of type System.Int64"));
        far.Send(5L);
        Assert.That(near.Receive<long>(), Is.EqualTo(5));
    }

    [Test]
    public void What_was_received_is_not_kept_alive()
    {
        (LinkTransport near, LinkTransport far) = Sessions.Connect<Send<object, End>>(s_options);
        WeakReference message = Sent(near, far);
        GC.Collect();
        Assert.That(message.IsAlive, Is.False);
        GC.KeepAlive(near);
        GC.KeepAlive(far);
    }

    [Test]
    public void A_link_that_loses_messages_is_refused([Values] FullPolicy policy)
    {
        if (policy != FullPolicy.Wait)
        {
            Assert.That(
                () => Sessions.Connect<End>(s_options with { FullPolicy = policy }),
                Throws.ArgumentException.With.Message.Contain($"({policy})"));
        }
    }

    [TestCase(3)]
    [TestCase(Capacities.Maximum)]
    public void A_capacity_that_is_not_allowed_is_refused(int capacity) => Assert.That(
        () => Sessions.Connect<End>(s_options with { Capacity = capacity }),
        Throws.InstanceOf<ArgumentOutOfRangeException>());

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Sent(LinkTransport near, LinkTransport far)
    {
        near.Send(new object());
        return new WeakReference(far.Receive<object>());
    }

    private static void Serve(Session<Dual<Conversation>, NoLoop, LinkTransport> session)
    {
        var turn = session.Enter();
        while (true)
        {
            if (!turn.Offer().IsLeft(out var asked, out var leaving))
            {
                leaving.Send("bye").Close();
                return;
            }

            Guid id = Guid.NewGuid();
            turn = asked.Receive(out long number).Send((id, number.ToString())).Receive(out Guid back).Repeat();
            Assert.That(back, Is.EqualTo(id));
        }
    }
}
