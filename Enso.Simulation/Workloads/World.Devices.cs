using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <content>What tasks ask of their core's device, by a ring.</content>
internal sealed partial class World
{
    private const int MostRequests = 4;
    private const long MostPatience = 20_000;
    private const int ForgetsOneOf = 5;

    private readonly IoRing<long, Device>?[] _rings;

    // Requests that were made and neither returned nor reclaimed.
    private readonly HashSet<long> _asked = [];
    private long _lastAsked;

    // The requests that devices have.
    private readonly Dictionary<(int Core, IoTag Tag), long> _begun = [];

    /// <summary>Gives a core a device.</summary>
    /// <param name="core">The core.</param>
    /// <param name="reactor">Its reactor.</param>
    public void SetDevice(int core, Reactor reactor) =>
        _rings[core] = new IoRing<long, Device>(reactor, new Device(this, core), 1 + Random.Next(MostRequests));

    /// <summary>A device begins a request, which it will do later.</summary>
    /// <param name="core">Whose device.</param>
    /// <param name="tag">The request's tag.</param>
    /// <param name="request">The request.</param>
    public void Begin(int core, IoTag tag, long request)
    {
        IoRing<long, Device> ring = _rings[core]!;
        Commands.Begin();
        if (ring.InFlight > ring.Depth || !_asked.Contains(request))
        {
            Accuse($"the device of core {core} is asked for {request}, as one of {ring.InFlight} requests");
        }

        _begun.Add((core, tag), request);
        if (_faults.ForgetsRequests && request % ForgetsOneOf == 0)
        {
            return;
        }

        Owed.Enqueue(() =>
        {
            Commands.Finish();
            _begun.Remove((core, tag));
            if (!ring.TryComplete(tag, ~request))
            {
                Accuse($"request {request} of core {core} was completed before its device had done it");
            }

            if ((request & 7) == 0 && ring.TryComplete(tag, 0))
            {
                Accuse($"request {request} of core {core} was completed twice");
            }
        });
    }

    /// <summary>A device is told that nobody waits for a request.</summary>
    /// <param name="core">Whose device.</param>
    /// <param name="tag">The request's tag.</param>
    public void GiveUp(int core, IoTag tag)
    {
        Note(core, Act.Ask, tag.Slot, tag.Generation);
        if (_faults.ReclaimsTooEarly && _begun.TryGetValue((core, tag), out long request))
        {
            Reclaim(core, request);
        }
    }

    /// <summary>A request for which nobody waits has come to its end, and the device has it no more.</summary>
    /// <param name="core">Whose.</param>
    /// <param name="request">The request.</param>
    public void Reclaim(int core, long request)
    {
        if (!_asked.Remove(request))
        {
            Accuse($"request {request} of core {core} was reclaimed, and had come to its end before");
        }

        if (_begun.ContainsValue(request))
        {
            Accuse($"request {request} of core {core} was reclaimed while its device has it");
        }
    }

    private async ReactorTask Ask(TaskContext context)
    {
        IoRing<long, Device> ring = _rings[context.Id.Core]!;
        long request = ++_lastAsked;
        long patience = Random.Next(3) == 0 ? long.MaxValue : 1 + Random.NextInt64(MostPatience);
        long start = context.Reactor.Now;
        Asks.Begin();
        _asked.Add(request);
        IoResult<long> result;
        try
        {
            result = await ring.Run(request, patience);
        }
        catch (OperationCanceledException)
        {
            Asks.Abandon();
            throw;
        }

        if (result.Status == IoStatus.TimedOut)
        {
            Asks.Abandon();
            if (context.Reactor.Now - start < patience)
            {
                Accuse($"request {request} was given up before its {patience} ns were over");
            }

            return;
        }

        if (!_asked.Remove(request) || result.Request != request || result.Value != ~request)
        {
            Accuse($"request {request} was answered by {result}");
        }

        Asks.Finish();
    }

    private void CheckDevices()
    {
        if (_asked.Count != 0)
        {
            Accuse($"all is at rest, and {_asked.Count} requests to devices were neither returned nor reclaimed");
        }

        for (int core = 0; core < Cores; core++)
        {
            IoRing<long, Device> ring = _rings[core]!;
            if (ring.InFlight != 0 || ring.Waiting != 0)
            {
                Accuse($"all is at rest, and the device of core {core} has {ring.InFlight} requests, {ring.Waiting} wait");
            }
        }
    }
}
