using Enso.Machine.Cpu;
using Enso.Machine.Memory;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Interrupts;

/// <summary>An interrupt's top half, as far as the core's reactor is concerned: it is stamped, put into the core's
/// queues, and ends the reactor's sleep. What is done about it is the reactor's.</summary>
/// <remarks>It runs on the core that the reactor's thread is pinned to, with interrupts off: so whether that thread
/// waits cannot become true meanwhile, and what it finds when it next runs is all that was put in.</remarks>
internal static unsafe class TopHalf
{
    /// <summary>Records that a class's ring holds.</summary>
    private const uint Capacity = 64;

    /// <summary>Has the current thread, which is pinned to its core, take the core's interrupts. Nothing is put in before
    /// a vector was routed (<see cref="InterruptQueues.Route"/>).</summary>
    /// <param name="token">What the thread's sleep is ended by (<see cref="SleepToken"/>).</param>
    /// <returns>The core's queues, empty; null when memory is short, or another thread takes them.</returns>
    public static InterruptQueues* Attach(int* token)
    {
        ulong flags = Instructions.DisableInterrupts();
        Core* core = Core.This();
        InterruptQueues* queues = core->Reactor != null ? null : core->InterruptQueues;
        if (core->InterruptQueues == null)
        {
            queues = (InterruptQueues*)Frames.AllocateBytes(InterruptQueues.BytesFor(Capacity));
            core->InterruptQueues = queues;
        }
        if (queues != null)
        {
            Instructions.Fill(queues, 0, InterruptQueues.BytesFor(Capacity));
            InterruptQueues.Initialise(queues, Capacity);
            core->Reactor = Thread.This();
            core->ReactorToken = token;
        }
        Instructions.RestoreInterrupts(flags);
        return queues;
    }

    /// <summary>Has the current thread, which has attached, take no more. What was not served is dropped with the queues;
    /// they can be read until another attaches. The lines that it had are given up.</summary>
    public static void Detach()
    {
        ulong flags = Instructions.DisableInterrupts();
        Core* core = Core.This();
        for (int vector = 0; vector < InterruptQueues.Vectors; vector++)
        {
            if (InterruptQueues.IsTaken(core->InterruptQueues, vector))
            {
                Unroute(core, vector);
            }
        }
        core->Reactor = null;
        core->ReactorToken = null;
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Has a core's reactor have a vector. A line that arrives as it goes to that core, and is let
    /// through.</summary>
    /// <param name="core">The core, whose queues were attached.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="interruptClass">Its class.</param>
    /// <param name="isLevel">Whether its line triggers by level.</param>
    /// <param name="endsSleep">Whether each is to end the reactor's sleep.</param>
    /// <returns>False when its line is served by another core.</returns>
    public static bool Route(Core* core, int vector, int interruptClass, bool isLevel, bool endsSleep)
    {
        if (!IoApic.TryClaim(vector, core->ApicId))
        {
            return false;
        }
        InterruptQueues.Route(core->InterruptQueues, vector, interruptClass, isLevel, endsSleep);
        IoApic.SetVectorMasked(vector, false);
        return true;
    }

    /// <summary>Has a core's reactor have a vector no more. Its line is stopped, unless the kernel itself handles
    /// it.</summary>
    /// <param name="core">The core.</param>
    /// <param name="vector">The vector.</param>
    public static void Unroute(Core* core, int vector)
    {
        IoApic.GiveUp(vector, core->ApicId, isToStop: !InterruptDispatch.HasHandler(vector));
        InterruptQueues.Unroute(core->InterruptQueues, vector);
    }

    /// <summary>Whether the core's reactor is to have a vector.</summary>
    public static bool Wants(Core* core, int vector)
        => core->Reactor != null && InterruptQueues.IsTaken(core->InterruptQueues, vector);

    /// <summary>Stops the line of one that triggers by level, until the reactor has served it; before the interrupt is
    /// acknowledged, since it still asserts what it wants and would come again.</summary>
    /// <param name="core">This core.</param>
    /// <param name="vector">The vector, which the reactor wants.</param>
    public static void Hold(Core* core, int vector)
    {
        if (InterruptQueues.IsLevel(core->InterruptQueues, vector))
        {
            IoApic.SetVectorMasked(vector, true);
        }
    }

    /// <summary>Gives it one, after what the kernel itself does about it. Interrupts are off.</summary>
    /// <param name="core">This core.</param>
    /// <param name="vector">The vector, which it wants.</param>
    /// <param name="stamp">When it came, in nanoseconds of the monotonic clock.</param>
    public static void Give(Core* core, int vector, ulong stamp)
    {
        InterruptQueues* queues = core->InterruptQueues;
        // One that is only counted: of those that woke the reactor the thread is ready by now. The others were for threads.
        if (!InterruptQueues.EndsSleep(queues, vector) && Thread.StateOf(core->Reactor) == ThreadState.Waiting)
        {
            return;
        }
        InterruptQueues.Push(queues, vector, stamp, core->InterruptCounts[vector]);
        SleepToken.WakeKeepingCore(core->ReactorToken);
    }
}
