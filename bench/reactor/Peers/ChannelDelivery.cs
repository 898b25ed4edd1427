using System.Threading.Channels;

namespace ReactorBench;

/// <summary>One thread that takes messages from one of .NET's channels, changes each and sends it on another, which leads back.
/// </summary>
internal sealed class ChannelDelivery : Subject
{
    private readonly Channel<Order> _there = Channel.CreateBounded<Order>(1024);
    private readonly Channel<Order> _back = Channel.CreateBounded<Order>(1024);

    /// <summary>Fills the first channel.</summary>
    public ChannelDelivery()
    {
        for (int i = 0; i < Cost.Batch; i++)
        {
            _there.Writer.TryWrite(new Order { Number = i });
        }
    }

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int done = 0; done < count; done += 2)
        {
            Pass(_there, _back);
            Pass(_back, _there);
        }
    }

    private static void Pass(Channel<Order> from, Channel<Order> to)
    {
        from.Reader.TryRead(out Order order);
        order.Filled += order.Number & 7;
        order.Hops++;
        to.Writer.TryWrite(order);
    }
}
