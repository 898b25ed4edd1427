using Enso.Queues;

namespace Enso.Simulation.Workloads;

/// <summary>A queue of numbers from 0, as the one who reads it sees it.</summary>
/// <param name="world">Where what is wrong is noted.</param>
/// <param name="link">The queue.</param>
/// <param name="count">How many numbers come.</param>
internal sealed class Incoming(World world, Link<long, Vec<long>> link, long count)
{
    private long _next;

    /// <summary>Its reader.</summary>
    public Reader<long, Vec<long>> Reader => link.Reader;

    /// <summary>Reads what there is.</summary>
    public void ReadSome()
    {
        while (link.Reader.TryNext(out long number))
        {
            Take(number);
        }
    }

    /// <summary>A number was read: it must be the next.</summary>
    /// <param name="number">The number.</param>
    public void Take(long number)
    {
        if (number != _next++)
        {
            world.Accuse($"a queue from outside has brought {number} to one who waits for {_next - 1}");
        }
    }

    /// <summary>All were read.</summary>
    public void RequireAll()
    {
        if (_next != count)
        {
            world.Accuse($"a queue from outside has ended after {_next} of {count} messages");
        }
    }
}
