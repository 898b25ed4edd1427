using Enso.Queues;

namespace ReactorBench;

/// <summary>One thread that takes messages from one link, changes each in place and sends it on another, which leads back.
/// </summary>
internal sealed class FastDelivery : Subject
{
    private readonly Link<Order, Vec<Order>> _there = new(new QueueOptions { Capacity = 1024 });
    private readonly Link<Order, Vec<Order>> _back = new(new QueueOptions { Capacity = 1024 });
    private readonly int _batch;

    /// <summary>Fills the first link.</summary>
    /// <param name="batch">How many messages are taken at once.</param>
    public FastDelivery(int batch)
    {
        _batch = batch;
        for (int i = 0; i < Cost.Batch; i++)
        {
            _there.Writer.Publish(new Order { Number = i });
        }
    }

    /// <inheritdoc/>
    public override void Run(int count)
    {
        // Whole batches: a few more than asked for are not worth a comparison in each.
        for (int done = 0; done < count;)
        {
            done += Pass(_there.Reader, _back.Writer, _batch);
            done += Pass(_back.Reader, _there.Writer, _batch);
        }
    }

    private static int Pass(Reader<Order, Vec<Order>> reader, SingleWriter<Order, Vec<Order>> writer, int most)
    {
        if (!reader.TryRead(most, out Slots<Order> orders) || !writer.TryClaim(orders.Count, out Slots<Order> places))
        {
            return 0;
        }

        for (int i = 0; i < orders.Count; i++)
        {
            ref Order order = ref orders[i];
            order.Filled += order.Number & 7;
            order.Hops++;
            places[i] = order;
        }

        writer.Commit();
        reader.Release(orders.Count);
        return orders.Count;
    }
}
