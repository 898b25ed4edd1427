namespace Enso.Simulation;

/// <summary>The clock, the sleep and the wake-ups of a simulated machine's cores.</summary>
internal sealed class SimulatedMachine
{
    private const long MaximumWakeDelay = 5_000;
    private const long LookTime = 50;

    private readonly CoreState[] _states;
    private readonly long[] _sleepsUntil;
    private readonly long[] _wakes;
    private readonly bool[] _isWoken;
    private readonly Random _random;
    private readonly Faults _faults;

    /// <summary>Makes it.</summary>
    /// <param name="cores">How many cores.</param>
    /// <param name="random">What decides.</param>
    /// <param name="faults">What is wrong with it on purpose.</param>
    public SimulatedMachine(int cores, Random random, Faults faults)
    {
        _faults = faults;
        _states = new CoreState[cores];
        _sleepsUntil = new long[cores];
        _wakes = new long[cores];
        Array.Fill(_wakes, long.MaxValue);
        _isWoken = new bool[cores];
        _random = random;
    }

    /// <summary>The time, in nanoseconds.</summary>
    public long Now { get; private set; }

    /// <summary>Looks at the clock, which takes time: whoever is measured has used some.</summary>
    /// <returns>The time.</returns>
    public long Look() => Now += LookTime;

    /// <summary>What a core is about.</summary>
    /// <param name="core">The core.</param>
    public CoreState this[int core]
    {
        get => _states[core];
        set => _states[core] = value;
    }

    /// <summary>Whether a wake-up is on its way to a core.</summary>
    /// <param name="core">The core.</param>
    public bool IsWakeUnderWay(int core) => _wakes[core] != long.MaxValue || _isWoken[core];

    /// <summary>Sends a wake-up, which takes a while.</summary>
    /// <param name="core">To which core.</param>
    public void Wake(int core)
    {
        if (_faults.LostWakes == 0 || _random.Next(1000) >= _faults.LostWakes)
        {
            _wakes[core] = Math.Min(_wakes[core], Now + _random.NextInt64(MaximumWakeDelay));
        }
    }

    /// <summary>Until when a core sleeps that does, if nobody wakes it.</summary>
    /// <param name="core">The core.</param>
    public long SleepsUntil(int core) => _sleepsUntil[core];

    /// <summary>Lets what runs take time.</summary>
    /// <param name="nanoseconds">How much.</param>
    public void Spend(long nanoseconds) => Now += nanoseconds;

    /// <summary>Puts a core to sleep, unless a wake-up has come since it last slept.</summary>
    /// <param name="core">The core.</param>
    /// <param name="until">When it wakes by itself.</param>
    public void Sleep(int core, long until)
    {
        if (_isWoken[core] || until <= Now)
        {
            _isWoken[core] = false;
            _states[core] = CoreState.Woken;
            return;
        }

        _sleepsUntil[core] = until;
        _states[core] = CoreState.Asleep;
    }

    /// <summary>Lets time pass to the next event.</summary>
    /// <param name="latest">When something happens that the machine does not know of; <see cref="long.MaxValue"/> for
    /// nothing.</param>
    /// <returns>Whether there is a next event.</returns>
    public bool PassToNext(long latest)
    {
        long next = latest;
        for (int core = 0; core < _states.Length; core++)
        {
            next = Math.Min(next, _wakes[core]);
            if (_states[core] == CoreState.Asleep)
            {
                next = Math.Min(next, _sleepsUntil[core]);
            }
        }

        if (next == long.MaxValue)
        {
            return false;
        }

        Pass(Math.Max(0, next - Now));
        return true;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="nanoseconds">How much.</param>
    public void Pass(long nanoseconds)
    {
        Now += nanoseconds;
        for (int core = 0; core < _states.Length; core++)
        {
            if (_wakes[core] <= Now)
            {
                _wakes[core] = long.MaxValue;
                _isWoken[core] = true;
            }

            if (_states[core] == CoreState.Asleep && (_isWoken[core] || _sleepsUntil[core] <= Now))
            {
                _isWoken[core] = false;
                _states[core] = CoreState.Woken;
            }
        }
    }
}
