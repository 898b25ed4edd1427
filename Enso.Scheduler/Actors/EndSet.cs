using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Several ends of queues as one that is ready when any of those is that are asked for.</summary>
/// <remarks>An end that was armed and not called stays armed: its call may come later and wake for nothing.</remarks>
internal sealed class EndSet : IWaitable
{
    private readonly IWaitable[] _ends;
    private readonly Action[] _calls;
    private readonly bool[] _isAsked;

    // 1 while the end is to call; the core sets it before it arms the end, the end's call clears it.
    private readonly int[] _armed;

    // 0 while a call is to come.
    private int _isCalled = 1;
    private Action? _wake;

    /// <summary>Makes it; none is asked for.</summary>
    /// <param name="ends">The ends.</param>
    public EndSet(IWaitable[] ends)
    {
        _ends = ends;
        _isAsked = new bool[ends.Length];
        _armed = new int[ends.Length];
        _calls = new Action[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            int index = i;
            _calls[i] = () => Call(index);
        }
    }

    /// <inheritdoc/>
    public bool IsReady
    {
        get
        {
            for (int i = 0; i < _ends.Length; i++)
            {
                if (_isAsked[i] && _ends[i].IsReady)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Asks for an end, or not; nobody waits meanwhile.</summary>
    /// <param name="index">The end.</param>
    /// <param name="isAsked">Whether it makes the set ready.</param>
    public void Ask(int index, bool isAsked) => _isAsked[index] = isAsked;

    /// <inheritdoc/>
    public bool TryArm(Action wake)
    {
        _wake = wake;

        // Pairs with the exchange in Call. A call that is still under way from before may find it, and wakes for nothing.
        Interlocked.Exchange(ref _isCalled, 0);
        for (int i = 0; i < _ends.Length; i++)
        {
            if (!_isAsked[i])
            {
                Disarm(i);
            }
            else if (Volatile.Read(ref _armed[i]) == 0)
            {
                Volatile.Write(ref _armed[i], 1);
                bool isArmed = false;
                try
                {
                    isArmed = _ends[i].TryArm(_calls[i]);
                }
                catch (InvalidOperationException)
                {
                    // Somebody else waits there. If another end has called, it is thrown when that has been taken.
                    if (!HasCalled(i))
                    {
                        throw;
                    }

                    return true;
                }

                if (!isArmed)
                {
                    // Another end may have called already: then that is what comes.
                    return HasCalled(i);
                }
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Disarm()
    {
        for (int i = 0; i < _ends.Length; i++)
        {
            Disarm(i);
        }

        return Interlocked.Exchange(ref _isCalled, 1) == 0;
    }

    // An end is not armed: nothing is to call then, unless another end has.
    private bool HasCalled(int index)
    {
        Volatile.Write(ref _armed[index], 0);
        return Interlocked.Exchange(ref _isCalled, 1) != 0;
    }

    private void Disarm(int index)
    {
        if (Volatile.Read(ref _armed[index]) != 0 && _ends[index].Disarm())
        {
            Volatile.Write(ref _armed[index], 0);
        }
    }

    private void Call(int index)
    {
        Volatile.Write(ref _armed[index], 0);
        if (Interlocked.Exchange(ref _isCalled, 1) == 0)
        {
            _wake!();
        }
    }
}
