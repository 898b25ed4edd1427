using System.Runtime.ExceptionServices;

namespace Enso.Scheduler;

/// <summary>A core's requests to a device, a fixed number at a time: tasks submit them, whoever serves the device
/// completes them, from any thread, and the core's reactor lets the tasks go on, so many in a turn
/// (<see cref="Quanta.Io"/>). A device that several cores use has a ring on each.</summary>
/// <remarks><para>A request is the device's from its submission until it is completed, whatever becomes of the task:
/// a task that is asked to end, or whose time is over, goes on at once, and the request's place is free, and what it
/// owns reclaimed, when the device has done with it. So nothing is written into memory that is somebody else's.</para>
/// <para>Each request comes to one end: it is returned to its task, or reclaimed by the driver. Requests are submitted
/// in the order in which tasks made them. Nothing is allocated once as many tasks have waited at a time.</para>
/// </remarks>
/// <typeparam name="TRequest">The requests' type.</typeparam>
/// <typeparam name="TDriver">What brings them to the device.</typeparam>
public sealed partial class IoRing<TRequest, TDriver>
    where TDriver : IIoDriver<TRequest>
{
    /// <summary>The most requests that a device can have at a time: as many as 16 bits tell apart.</summary>
    public const int MaximumDepth = 1 << 16;

    // A time limit may be this part of itself late, so that many share a timer's tick.
    private const int SlackShare = 16;

    private readonly Slot[] _slots;
    private readonly int[] _free;
    private readonly Action<IoCall<TRequest>> _forsake;
    private TDriver _driver;
    private int _freeCount;
    private IoCall<TRequest>? _first;
    private IoCall<TRequest>? _last;
    private IoCall<TRequest>? _pool;
    private long _refused;

    /// <summary>Makes it.</summary>
    /// <param name="reactor">The core's, whose tasks use it.</param>
    /// <param name="driver">What brings requests to the device.</param>
    /// <param name="depth">How many requests the device has at a time, at most; from 1 to
    /// <see cref="MaximumDepth"/>.</param>
    public IoRing(Reactor reactor, TDriver driver, int depth)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        if (depth is < 1 or > MaximumDepth)
        {
            throw new ArgumentOutOfRangeException(nameof(depth), depth, $"The depth is from 1 to {MaximumDepth}.");
        }

        Reactor = reactor;
        _driver = driver;
        _forsake = Abandon;
        _slots = new Slot[depth];
        _free = new int[depth];
        for (int slot = depth - 1; slot >= 0; slot--)
        {
            _slots[slot] = new Slot(this, slot);
            _free[_freeCount++] = slot;
        }
    }

    /// <summary>The core's.</summary>
    public Reactor Reactor { get; }

    /// <summary>The driver, as it stands; on the core's thread.</summary>
    public ref TDriver Driver => ref _driver;

    /// <summary>How many requests the device may have at a time.</summary>
    public int Depth => _slots.Length;

    /// <summary>How many the device has now.</summary>
    public int InFlight => Depth - _freeCount;

    /// <summary>How many wait for a place.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many were submitted.</summary>
    public long Submitted { get; private set; }

    /// <summary>How many were returned to their tasks.</summary>
    public long Returned { get; private set; }

    /// <summary>How many were reclaimed, because nobody waited for them any more.</summary>
    public long Reclaimed { get; private set; }

    /// <summary>How many completions were refused, because there was no such request, or not any more.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Makes a request; waits while the device has as many as it can, and until it has completed it. In a task
    /// of the core.</summary>
    /// <param name="request">The request. The ring has it, and what it owns, until it is returned or reclaimed.</param>
    /// <param name="timeout">For how long at most, in nanoseconds; it may be a sixteenth more.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is below 1.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end before the device had completed it; it is
    /// told once.</exception>
    public async ReactorTask<IoResult<TRequest>> Run(TRequest request, long timeout = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, 1);
        if (!Reactor.IsHere)
        {
            throw new InvalidOperationException($"Tasks of core {Reactor.Core} use this ring, and no others.");
        }

        long now = Reactor.Now;
        long due = timeout > long.MaxValue - now ? long.MaxValue : now + timeout;
        IoCall<TRequest> call = Rent();
        call.Request = request;
        Append(call);
        Start();
        await new CompletionAwaiter(Reactor, call, due, timeout / SlackShare);
        if (!call.IsDone)
        {
            Abandon(call);
            Reactor.CheckCancelled(Reactor.RunningNode);
            return new IoResult<TRequest>(IoStatus.TimedOut, 0, default);
        }

        IoResult<TRequest> result = new(IoStatus.Completed, call.Value, call.Request);
        ExceptionDispatchInfo? error = call.Error;
        Return(call);
        error?.Throw();
        Returned++;
        return result;
    }

    /// <summary>Says that the device has done with a request; from any thread. Its task goes on in one of the core's
    /// next turns.</summary>
    /// <param name="tag">The request's.</param>
    /// <param name="value">What the device says of it.</param>
    /// <returns>False when there is no such request, or it was completed before: that is counted.</returns>
    public bool TryComplete(IoTag tag, long value)
    {
        if ((uint)tag.Slot < (uint)_slots.Length && _slots[tag.Slot].TryComplete(tag.Generation, value, null))
        {
            return true;
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>The tag of the request that has a place: for devices that carry only its number.</summary>
    /// <param name="slot">The place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public IoTag TagOf(int slot)
    {
        if ((uint)slot >= (uint)_slots.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"There are places 0 to {_slots.Length - 1}.");
        }

        return new IoTag(slot, _slots[slot].Generation);
    }

    // Submits as many of those that wait as there are places.
    private void Start()
    {
        while (_freeCount != 0 && _first is { } call)
        {
            Remove(call);
            Slot slot = _slots[_free[--_freeCount]];
            call.Slot = slot.Index;
            slot.Request = call.Request;
            call.Request = default;
            slot.Call = call;
            Submitted++;
            IoTag tag = slot.Begin();
            try
            {
                _driver.Submit(tag, ref slot.Request!);
            }
            catch (Exception error)
            {
                // The task's. If the driver has completed it all the same, it is the driver's error alone.
                if (!slot.TryComplete(tag.Generation, 0, ExceptionDispatchInfo.Capture(error)))
                {
                    Reactor.LogFailure($"request {tag} was completed by a driver that failed", error);
                }
            }
        }
    }

    // Nobody waits for it any more.
    private void Abandon(IoCall<TRequest> call)
    {
        if (call.IsDone || call.Slot < 0)
        {
            // The device does not have it. What a driver has refused was reclaimed then.
            if (!call.IsDone)
            {
                Remove(call);
            }

            bool isToReclaim = call.Error is null;
            TRequest request = call.Request!;
            Return(call);
            if (isToReclaim)
            {
                Reclaim(ref request);
            }

            return;
        }

        Slot slot = _slots[call.Slot];
        slot.Call = null;
        Return(call);
        try
        {
            _driver.Cancel(slot.Tag);
        }
        catch (Exception error)
        {
            // It was only asked: the request ends as it would have.
            Reactor.LogFailure($"a driver failed when it was asked to give up request {slot.Tag}", error);
        }
    }

    private void Reclaim(ref TRequest request)
    {
        Reclaimed++;
        try
        {
            _driver.Reclaim(ref request);
        }
        catch (Exception error)
        {
            // There is no task to tell.
            Reactor.LogFailure("a driver failed to take back what a request owns", error);
        }
    }

    private IoCall<TRequest> Rent()
    {
        if (_pool is not { } call)
        {
            return new IoCall<TRequest>(_forsake) { Slot = -1 };
        }

        _pool = call.Next;
        call.Next = null;
        return call;
    }

    private void Return(IoCall<TRequest> call)
    {
        call.IsDone = false;
        call.Slot = -1;
        call.Request = default;
        call.Value = 0;
        call.Error = null;
        call.Next = _pool;
        _pool = call;
    }

    private void Append(IoCall<TRequest> call)
    {
        Waiting++;
        call.Previous = _last;
        if (_last is { } last)
        {
            last.Next = call;
        }
        else
        {
            _first = call;
        }

        _last = call;
    }

    private void Remove(IoCall<TRequest> call)
    {
        Waiting--;
        if (call.Previous is { } previous)
        {
            previous.Next = call.Next;
        }
        else
        {
            _first = call.Next;
        }

        if (call.Next is { } next)
        {
            next.Previous = call.Previous;
        }
        else
        {
            _last = call.Previous;
        }

        call.Previous = null;
        call.Next = null;
    }
}
