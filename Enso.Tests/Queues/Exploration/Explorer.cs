namespace Enso.Tests.Queues.Exploration;

/// <summary>Runs a small program of a few threads in every order in which their atomic steps may happen, and with every value
/// that a read may see.</summary>
/// <remarks><para>One thread runs at a time; before each step it is decided who goes on. The decisions of a run are kept; the
/// next run repeats them up to the last one that has an alternative, and takes that: depth first, until there is none. The
/// number of times that a thread may be interrupted is bounded, for most errors need two or three.</para>
/// <para>The memory is that of C++: a read may see any write that is not hidden from it by a later one that happens before
/// the read; happening-before is kept by vector clocks. What is no atomic step (a message) must be ordered by it: two
/// accesses that are not, one of them a write, are a race and an error, on whatever processor the test runs.</para>
/// </remarks>
internal sealed class Explorer
{
    [ThreadStatic]
    private static ExploredThread? s_current;

    private readonly int _preemptions;
    private readonly int _mostRuns;
    private readonly List<Choice> _choices = [];
    private int _at;
    private int _interrupted;
    private ExploredMemory _memory = null!;
    private ExploredThread[] _threads = null!;
    private string? _failure;

    private Explorer(int preemptions, int mostRuns)
    {
        _preemptions = preemptions;
        _mostRuns = mostRuns;
    }

    /// <summary>The memory as the calling thread sees it; null outside of an exploration.</summary>
    public static (ExploredMemory Memory, int Thread)? Here =>
        s_current is { } thread ? (thread.Owner._memory, thread.Index) : null;

    /// <summary>Explores a program.</summary>
    /// <param name="program">Makes what the threads share, and gives the threads and what must hold at the end. It is called
    /// for each run.</param>
    /// <param name="preemptions">How often threads may be interrupted in a run.</param>
    /// <param name="mostRuns">When to give up.</param>
    /// <returns>What was found.</returns>
    public static Exploration Run(
        Func<(Action[] Threads, Action Check)> program, int preemptions = 3, int mostRuns = 200_000)
    {
        Explorer explorer = new(preemptions, mostRuns);
        return explorer.Explore(program);
    }

    /// <summary>Lets the explorer decide who goes on. Called before each atomic step.</summary>
    public static void Step()
    {
        if (s_current is { } thread)
        {
            thread.Owner.Yield(thread);
        }
    }

    /// <summary>Chooses among alternatives that are not threads.</summary>
    /// <param name="count">How many there are.</param>
    /// <returns>Which, from 0.</returns>
    public static int Choose(int count) => s_current!.Owner.Decide(count);

    /// <summary>Ends the run with an error.</summary>
    /// <param name="message">The error.</param>
    public static void Fail(string message)
    {
        s_current!.Owner._failure ??= message;
        throw new ExplorationFailedException(message);
    }

    private Exploration Explore(Func<(Action[] Threads, Action Check)> program)
    {
        for (int run = 1; run <= _mostRuns; run++)
        {
            _at = 0;
            _interrupted = 0;
            RunOnce(program);
            if (_failure is not null)
            {
                return new Exploration(run, true, _failure, string.Join(' ', _choices.Select(choice => choice.Taken)));
            }

            while (_choices.Count != 0 && _choices[^1].Taken == _choices[^1].Count - 1)
            {
                _choices.RemoveAt(_choices.Count - 1);
            }

            if (_choices.Count == 0)
            {
                return new Exploration(run, true, null, "");
            }

            _choices[^1] = _choices[^1] with { Taken = _choices[^1].Taken + 1 };
        }

        return new Exploration(_mostRuns, false, null, "");
    }

    private void RunOnce(Func<(Action[] Threads, Action Check)> program)
    {
        (Action[] bodies, Action check) = program();
        _memory = new ExploredMemory(bodies.Length);
        _threads = [.. bodies.Select((body, index) => new ExploredThread(this, index, body))];
        Array.ForEach(_threads, thread => thread.Start());
        _threads[Decide(_threads.Length)].Resume();
        Array.ForEach(_threads, thread => thread.Join());
        if (_failure is null)
        {
            try
            {
                check();
            }
            catch (Exception error)
            {
                _failure = error.Message;
            }
        }
    }

    private int Decide(int count)
    {
        if (count == 1)
        {
            return 0;
        }

        if (_at == _choices.Count)
        {
            _choices.Add(new Choice(0, count));
        }

        Choice choice = _choices[_at++];
        return choice.Count == count
            ? choice.Taken
            : throw new InvalidOperationException("The program does not do the same twice: it cannot be explored.");
    }

    private void Yield(ExploredThread thread)
    {
        if (_failure is not null)
        {
            throw new ExplorationFailedException(_failure);
        }

        ExploredThread[] others = [.. _threads.Where(other => other != thread && !other.IsDone)];
        if (others.Length == 0 || _interrupted == _preemptions)
        {
            return;
        }

        int choice = Decide(others.Length + 1);
        if (choice != 0)
        {
            _interrupted++;
            others[choice - 1].Resume();
            thread.Wait();
            if (_failure is not null)
            {
                throw new ExplorationFailedException(_failure);
            }
        }
    }

    private void End(ExploredThread thread, Exception? error)
    {
        thread.IsDone = true;
        if (error is not (null or ExplorationFailedException))
        {
            _failure ??= error.ToString();
        }

        ExploredThread[] others = [.. _threads.Where(other => !other.IsDone)];
        if (others.Length != 0)
        {
            others[_failure is null ? Decide(others.Length) : 0].Resume();
        }
    }

    private readonly record struct Choice(int Taken, int Count);

    private sealed class ExploredThread(Explorer owner, int index, Action body)
    {
        private readonly SemaphoreSlim _turn = new(0);
        private Thread? _thread;

        public Explorer Owner => owner;

        public int Index => index;

        public bool IsDone { get; set; }

        public void Start()
        {
            _thread = new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true };
            _thread.Start();
        }

        public void Resume() => _turn.Release();

        public void Wait() => _turn.Wait();

        public void Join() => _thread!.Join();

        private void Run()
        {
            _turn.Wait();
            s_current = this;
            Exception? failure = null;
            try
            {
                body();
            }
            catch (Exception error)
            {
                // Told by the thread that explores.
                failure = error;
            }

            s_current = null;
            owner.End(this, failure);
        }
    }
}

/// <summary>What an exploration found.</summary>
/// <param name="Runs">How many orders were tried.</param>
/// <param name="IsComplete">Whether these are all, within the bound.</param>
/// <param name="Failure">The error; null when there is none.</param>
/// <param name="Choices">The decisions that lead to it.</param>
internal sealed record Exploration(int Runs, bool IsComplete, string? Failure, string Choices);

/// <summary>Ends the threads of a run that has failed.</summary>
internal sealed class ExplorationFailedException(string message) : Exception(message);
