namespace Enso.Scheduler;

/// <content>Timers that one core keeps for the others (<see cref="ReactorOptions.TimerCore"/>): made, cancelled and expired over
/// the bus. What finds no room there waits as the timer that it is about, not as a message: so no more ever waits than there
/// are timers, however often one is made and cancelled meanwhile, and however slow the ring is.</content>
public abstract partial class Reactor
{
    // The core that keeps this one's timers, and those that it keeps if it is another.
    private readonly int _keeper;
    private readonly RemoteTimers _remote = new();

    // The timers that this core keeps for each other one, by that one's numbers.
    private readonly KeptTimer[][] _kept;

    // Of those the ones whose expiries wait for room, the oldest first.
    private readonly Queue<(int Core, int Index)> _untold = [];

    /// <summary>How many timers another core has not been told of, for want of room.</summary>
    private protected int UntoldTimers { get; private set; }

    /// <summary>Tells others of the timers that waited for room.</summary>
    /// <returns>Of how many.</returns>
    private protected int TellTimers()
    {
        int count = 0;
        while (_untold.TryPeek(out (int Core, int Index) first))
        {
            ref KeptTimer kept = ref _kept[first.Core][first.Index];
            if (!TrySend(kept.Describe(first.Core)))
            {
                return count;
            }

            kept.IsUntold = false;
            _untold.Dequeue();
            UntoldTimers--;
            count++;
        }

        while (_remote.Untold != 0 && TrySend(_remote.DescribeFirstUntold(_keeper)))
        {
            _remote.SetFirstTold();
            UntoldTimers--;
            count++;
        }

        return count;
    }

    private TimerHandle WakeRemotely(TaskId task, long due, long interval, long slack)
    {
        TimerTerms terms = new() { Interval = interval, Slack = slack };
        TimerNodes.Check(in terms);
        TimerHandle timer = _remote.Create(task, due, in terms);
        TellKeeper(timer.Index);
        return timer;
    }

    private void TellKeeper(int index)
    {
        // Those that wait go first.
        if (_remote.Untold != 0 || !TrySend(_remote.Describe(index, _keeper)))
        {
            UntoldTimers += _remote.SetUntold(index) ? 1 : 0;
        }
    }

    private void KeepTimer(in Message message)
    {
        int index = message.Sender.Slot;
        ref KeptTimer[] kept = ref _kept[message.From];
        if (index >= (kept ??= new KeptTimer[16]).Length)
        {
            Array.Resize(ref kept, Math.Max(kept.Length * 2, index + 1));
        }

        // That the one before was cancelled may never have been told.
        _timers.Cancel(kept[index].Timer);
        try
        {
            kept[index].Timer = _timers.Create(message.Value, new TimerTerms
            {
                Interval = message.Payload is long interval ? interval : 0,
                Slack = message.Detail,
                State = Pack(message.Sender),
                Target = message.From,
            });
        }
        catch (InvalidOperationException error)
        {
            // As many are kept as are allowed.
            SendExpiry(message.From, message.Sender, error);
        }
    }

    private void ForgetTimer(in Message message)
    {
        if (_kept[message.From] is { } kept && message.Value < kept.Length)
        {
            _timers.Cancel(kept[(int)message.Value].Timer);
        }
    }

    private void SendExpiry(in Expiry expiry)
    {
        if (Cluster.HasHalted(expiry.Target))
        {
            _timers.Cancel(expiry.Timer);
            return;
        }

        SendExpiry(expiry.Target, Unpack(expiry.State), null);
    }

    // While one waits for room, the next ones of the same number come with it.
    private void SendExpiry(int core, TaskId number, Exception? error)
    {
        ref KeptTimer kept = ref _kept[core][number.Slot];
        kept.Number = number;
        kept.Error = error;
        if (!kept.IsUntold && (_untold.Count != 0 || !TrySend(kept.Describe(core))))
        {
            kept.IsUntold = true;
            _untold.Enqueue((core, number.Slot));
            UntoldTimers++;
        }
    }

    private void ExpireRemote(in Message message)
    {
        TaskId number = Unpack(message.Detail);
        TimerHandle timer = new(number.Slot, number.Generation);
        if (message.Payload is Exception error)
        {
            // Of one that repeats this is the first that is heard.
            if (_remote.Expire(timer, out TaskId refused) && Find(refused) is { } node)
            {
                _remote.Cancel(timer);
                Fail(node, new InvalidOperationException(
                    $"Core {message.From}, which keeps the timers, keeps no more: {error.Message}", error));
            }

            return;
        }

        if (_remote.Expire(timer, out TaskId task))
        {
            Expire(task, timer, isKeptHere: false);
        }
    }

    private struct KeptTimer
    {
        public TimerHandle Timer;

        // The last that has expired, or could not be kept, and whether the other core has not been told.
        public TaskId Number;
        public Exception? Error;
        public bool IsUntold;

        public readonly Message Describe(int core) =>
            new() { Kind = MessageKind.Expire, To = core, Detail = Pack(Number), Payload = Error };
    }
}
