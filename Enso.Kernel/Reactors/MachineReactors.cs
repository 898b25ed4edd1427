using System.Diagnostics.CodeAnalysis;
using Enso.Machine.Diagnostics;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>The machine's reactors: one on each core that is online, from boot.</summary>
public sealed class MachineReactors
{
    private const int TasksOfCore = 1024;
    private const int MessagesOfCore = 256;

    private const long NanosecondsInMillisecond = 1_000_000;

    // How many times cores that are awake look for each time that the thread does: it wakes a core.
    private const int WatchesOfCores = 10;

    // A core that is emulated, or that collects garbage, may stand still for a good part of this.
    private const long NamesTimeout = 1_000_000_000;

    private static MachineReactors? s_instance;

    private readonly MachinePlatform[] _platforms;
    private readonly int[] _cores;
    private readonly Thread[] _threads;
    private readonly bool _takesInterrupts;
    private readonly ManualResetEventSlim _isStopping = new();
    private readonly Thread _watchdog;

    private MachineReactors(int[] cores, ReactorOptions options, ReactorBootOptions machine, bool takesInterrupts)
    {
        _cores = cores;
        _takesInterrupts = takesInterrupts;
        _threads = new Thread[cores.Length];
        _platforms = MachinePlatform.Create(cores.Length);
        Cluster = new Cluster(
            cores.Length, options with { TimerCore = machine.TimerCore, InterruptCore = machine.InterruptCore });
        foreach (MachinePlatform platform in _platforms)
        {
            machine.Add(Cluster, platform);
        }

        _watchdog = new Thread(Watch) { IsBackground = true, Name = "watchdog" };
        Names = new NameTable(Cluster, "names", new ClusterMapOptions { Timeout = NamesTimeout });
        Texts = new TextQueues(this);
    }

    /// <summary>The machine's.</summary>
    /// <exception cref="InvalidOperationException">They were not started.</exception>
    public static MachineReactors Instance => s_instance
        ?? throw new InvalidOperationException("The reactors run once the kernel has started them.");

    /// <summary>The reactors and what goes between them.</summary>
    public Cluster Cluster { get; }

    /// <summary>Names that all of them know.</summary>
    public NameTable Names { get; }

    /// <summary>Queues of texts between them.</summary>
    internal TextQueues Texts { get; }

    /// <summary>Starts the machine's reactors, as the kernel's command line says: one on each core that is online.
    /// They take the interrupts of their cores.</summary>
    /// <exception cref="InvalidOperationException">They run already.</exception>
    public static void Start()
    {
        if (s_instance is not null)
        {
            throw new InvalidOperationException("The reactors run already.");
        }

        int[] cores = MachineCores.Online();
        ReactorBootOptions machine = ReactorBootOptions.Read(
            ReactorBootOptions.OfCommandLine, cores.Length, text => Log.Error($"{text}"));
        if (machine.InterruptCore is { } core)
        {
            MachineCores.KeepFree(cores[core]);
        }

        s_instance = Begin(
            new ReactorOptions { Tasks = TasksOfCore, BusCapacity = MessagesOfCore, Log = WriteToLog },
            machine,
            takesInterrupts: true);
    }

    /// <summary>Starts a reactor on each core that is online, beside those that run already.</summary>
    /// <param name="options">What they are made with.</param>
    /// <param name="machine">What the command line says of them otherwise; null for nothing.</param>
    /// <param name="takesInterrupts">Whether they take the interrupts of their cores: one reactor of a core
    /// can.</param>
    /// <returns>The reactors, which run until they are stopped.</returns>
    internal static MachineReactors Begin(
        ReactorOptions options, ReactorBootOptions? machine = null, bool takesInterrupts = false)
    {
        machine ??= new ReactorBootOptions { TimerCore = options.TimerCore, InterruptCore = options.InterruptCore };
        MachineReactors reactors = new(MachineCores.Online(), options, machine, takesInterrupts);
        for (int core = 0; core < reactors._cores.Length; core++)
        {
            int index = core;
            reactors._threads[core] = new Thread(() => reactors.Run(index))
            {
                IsBackground = true,
                Name = $"reactor {index}",
            };
            reactors._threads[core].Start();
        }

        reactors._watchdog.Start();
        return reactors;
    }

    /// <summary>Asks all tasks to end, and waits until all reactors have.</summary>
    public void Stop()
    {
        for (int core = 0; core < Cluster.Cores; core++)
        {
            // One that has halted already is asked in vain.
            _ = Cluster[core].TryPost(reactor => reactor.Halt());
        }

        Array.ForEach(_threads, thread => thread.Join());
        _isStopping.Set();
        _watchdog.Join();
    }

    /// <summary>The machine's number of a core: the same, unless one did not start.</summary>
    /// <param name="core">The core.</param>
    public int MachineCoreOf(int core)
    {
        Cluster.CheckCore(core);
        return _cores[core];
    }

    /// <summary>A core's figures.</summary>
    /// <param name="core">The core.</param>
    /// <returns>Turns, polls, and tasks that want to run.</returns>
    public (long Turns, long Polls, int Ready) FiguresOf(int core)
    {
        Reactor reactor = Cluster[core];
        return (reactor.Turns, reactor.Polls, reactor.Ready);
    }

    /// <summary>Asks a core's reactor, from any thread that is not one, and waits for the answer.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="core">The core.</param>
    /// <param name="ask">What is done there, on its thread, at once.</param>
    /// <param name="cancellation">Stops the waiting; what the core has not begun by then it does not do.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    /// <exception cref="CoreHaltedException">The core has halted.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public T Ask<T>(int core, Func<Reactor, T> ask, CancellationToken cancellation = default) =>
        TryAsk(core, ask, out T? answer, cancellation) ? answer : throw new CoreHaltedException(core);

    /// <summary>The same, where the core may have halted.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="core">The core.</param>
    /// <param name="ask">What is done there, on its thread, at once.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellation">Stops the waiting; what the core has not begun by then it does not do.</param>
    /// <returns>Whether there is one: false when the core has halted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped.</exception>
    public bool TryAsk<T>(
        int core,
        Func<Reactor, T> ask,
        [MaybeNullWhen(false)] out T answer,
        CancellationToken cancellation = default)
    {
        TaskCompletionSource<T> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isTaken = Cluster[core].TryPost(reactor =>
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                answered.SetResult(ask(reactor));
            }
            catch (Exception error)
            {
                // Thrown to the one who asks.
                answered.SetException(error);
            }
        });
        answer = isTaken ? answered.Task.WaitAsync(cancellation).GetAwaiter().GetResult() : default;
        return isTaken;
    }

    /// <summary>Runs an asynchronous method as a task of a core, and waits for its result.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="core">The core.</param>
    /// <param name="method">The method.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    /// <exception cref="CoreHaltedException">The core has halted.</exception>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    /// <exception cref="OperationCanceledException">The waiting was stopped; the task is cancelled.</exception>
    public T Run<T>(int core, Func<TaskContext, ReactorTask<T>> method, CancellationToken cancellation = default) =>
        Cluster[core].Start(method, "shell", cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();

    // A stack is many lines, and a line of the log is short.
    private static void WriteToLog(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Log.Info($"{line.TrimEnd()}");
        }
    }

    // Where all other cores sleep nobody else looks at what a core runs.
    private void Watch()
    {
        MachineCores.NameThread(_watchdog.Name!);
        TimeSpan interval = TimeSpan.FromMilliseconds(
            Math.Clamp(Cluster.Watchdog.Limit / NanosecondsInMillisecond * WatchesOfCores, 1, int.MaxValue));
        while (!_isStopping.Wait(interval))
        {
            Cluster.Watchdog.Look(Cluster[0].Now, Cluster.Options.Log ?? (_ => { }));
        }
    }

    private void Run(int index)
    {
        MachineCores.NameThread(_threads[index].Name!);
        MachineCores.Pin(_cores[index]);
        Reactor reactor = Cluster[index];
        if (_takesInterrupts)
        {
            MachineInterrupts.Attach(in _platforms[index]);
            MachineLines.Register(reactor.AddInterrupts(MachineInterrupts.Of(_cores[index])), Cluster.Options);
        }

        reactor.Run();
        if (_takesInterrupts)
        {
            MachineInterrupts.Detach();
        }
    }
}
