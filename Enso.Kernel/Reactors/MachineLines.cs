using Enso.Machine.Console;
using Enso.Machine.Interrupts;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>The interrupts that the kernel's lower half does what is to be done about: a core's reactor counts them, and
/// how late it was, when they have woken it.</summary>
internal static class MachineLines
{
    /// <summary>What people know a vector by.</summary>
    /// <param name="vector">The vector, which is not an exception's.</param>
    public static string NameOf(int vector) => vector switch
    {
        Input.SerialVector => "serial port",
        Input.KeyboardVector => "keyboard",
        Vectors.TakeSignals => "signals (software)",
        Vectors.Timer => "timer",
        Vectors.Reschedule => "reschedule (core to core)",
        Vectors.Request => "request (core to core)",
        Vectors.ApicError => "local APIC error",
        Vectors.Spurious => "spurious",
        _ => "device",
    };

    /// <summary>Registers those of a core, on its thread: the processor's own, and on one core the console's.</summary>
    /// <param name="interrupts">The core's.</param>
    /// <param name="options">The cluster's.</param>
    public static void Register(Interrupts interrupts, ReactorOptions options)
    {
        Add(Vectors.Timer);
        Add(Vectors.Reschedule);
        Add(Vectors.Request);
        if (interrupts.Core == (options.InterruptCore ?? 0))
        {
            Add(Input.SerialVector);
            Add(Input.KeyboardVector);
        }

        void Add(int vector) => interrupts.Register(
            new InterruptLine { Name = NameOf(vector), Vector = vector, Core = interrupts.Core }, handler: null);
    }
}
