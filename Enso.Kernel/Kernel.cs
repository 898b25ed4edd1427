using Enso.Machine.Diagnostics;
using Enso.Machine.Time;

namespace Enso.Kernel;

/// <summary>A kernel's program, after Cosmos: <see cref="BeforeRun"/> once, then <see cref="Run"/> again and again
/// until <see cref="Stop"/>. When it ends, the machine is switched off.</summary>
public abstract class Kernel
{
    private volatile bool _stopped;

    /// <summary>What <see cref="Start"/> returns, and with it <c>Main</c>: the status that the machine is switched off
    /// with.</summary>
    public int ExitStatus { get; protected set; }

    /// <summary>Called once, before the first <see cref="Run"/>.</summary>
    protected virtual void BeforeRun()
    {
    }

    /// <summary>One turn of the kernel's main loop.</summary>
    protected abstract void Run();

    /// <summary>Ends the loop after this turn.</summary>
    protected void Stop() => _stopped = true;

    /// <summary>Runs the kernel's program; returns its status.</summary>
    public int Start()
    {
        Log.Info($"kernel: .NET started, {Clock.Now() / 1_000_000} ms after the first instruction");
        BeforeRun();
        while (!_stopped)
        {
            Run();
        }
        return ExitStatus;
    }
}
