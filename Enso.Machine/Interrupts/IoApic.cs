using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Memory;

namespace Enso.Machine.Interrupts;

/// <summary>The I/O interrupt controllers (Intel 82093AA data sheet): each routes up to 240 lines, numbered as
/// <em>global system interrupts</em> from its base, to a vector on a core.</summary>
internal static unsafe class IoApic
{
    /// <summary>More controllers than this are reported and not used.</summary>
    public const int Maximum = 8;

    private const uint VersionRegister = 1;
    private const uint RedirectionTable = 0x10;
    private const uint Masked = 1 << 16;

    private struct Controller
    {
        public byte* Registers;
        public uint Base;
        public uint Lines;
    }

    private struct Controllers
    {
        public fixed byte Storage[Maximum * 16];
    }

    private struct Lines
    {
        // Line + 1 of each vector; 0 for none.
        public fixed uint OfVector[256];

        // Local APIC + 1 of the core that has claimed it; 0 for none.
        public fixed uint OwnerOf[256];
    }

    private static SpinLock s_lock;
    private static Lines s_lines;
    private static Controllers s_controllers;
    private static int s_count;

    /// <summary>Controllers in use.</summary>
    public static int Count => s_count;

    /// <summary>Adds a controller and masks its lines.</summary>
    public static void Add(ulong physical, uint interruptBase)
    {
        byte* registers = (byte*)PageTables.MapDevice(physical, PageTables.PageSize, PageFlags.Uncached);
        if (s_count == Maximum || registers == null)
        {
            Log.Warning($"I/O APIC at {physical:x} is not used: {Maximum} are supported");
            return;
        }
        Controller* controller = At(s_count++);
        controller->Registers = registers;
        controller->Base = interruptBase;
        controller->Lines = ((Read(controller, VersionRegister) >> 16) & 0xFF) + 1;
        for (uint line = 0; line < controller->Lines; line++)
        {
            Write(controller, RedirectionTable + (line * 2), Masked);
        }
    }

    /// <summary>Routes a line to a vector on a core, masked; false when no controller has it.</summary>
    /// <param name="line">Global system interrupt.</param>
    /// <param name="vector">The vector it arrives as.</param>
    /// <param name="apicId">The core's local APIC (physical destination).</param>
    /// <param name="activeLow">Polarity.</param>
    /// <param name="levelTriggered">Trigger mode.</param>
    public static bool Route(uint line, int vector, uint apicId, bool activeLow, bool levelTriggered)
    {
        Controller* controller = Find(line);
        if (controller == null)
        {
            return false;
        }
        uint low = (uint)vector | (activeLow ? 1u << 13 : 0) | (levelTriggered ? 1u << 15 : 0) | Masked;
        uint index = IndexOf(controller, line);
        ulong flags = s_lock.Acquire();
        Write(controller, index + 1, apicId << 24);
        Write(controller, index, low);
        Volatile.Write(ref Pointers.Of(ref s_lines.OfVector[0])[vector & 0xFF], line + 1);
        Owner(vector) = 0;
        s_lock.Release(flags);
        return true;
    }

    /// <summary>Has the line that arrives as a vector interrupt a core from now on, and no other, until that core
    /// gives it up. One that is under way may still come to the core before. Nothing happens when no line does,
    /// as with messages.</summary>
    /// <returns>False when the line is another core's.</returns>
    public static bool TryClaim(int vector, uint apicId)
    {
        Controller* controller = FindVector(vector, out uint line);
        if (controller == null)
        {
            return true;
        }
        ulong flags = s_lock.Acquire();
        bool isFree = Owner(vector) == 0 || Owner(vector) == apicId + 1;
        if (isFree)
        {
            Owner(vector) = apicId + 1;
            Write(controller, IndexOf(controller, line) + 1, apicId << 24);
        }
        s_lock.Release(flags);
        return isFree;
    }

    /// <summary>Gives up a line that a core has claimed; nothing happens when it is not that core's.</summary>
    /// <param name="vector">The vector that it arrives as.</param>
    /// <param name="apicId">The core's local APIC.</param>
    /// <param name="isToStop">Whether it is stopped: nobody else serves it.</param>
    public static void GiveUp(int vector, uint apicId, bool isToStop)
    {
        Controller* controller = FindVector(vector, out uint line);
        if (controller == null)
        {
            return;
        }
        ulong flags = s_lock.Acquire();
        if (Owner(vector) == apicId + 1)
        {
            Owner(vector) = 0;
            if (isToStop)
            {
                Mask(controller, line, true);
            }
        }
        s_lock.Release(flags);
    }

    /// <summary>Stops a line that has interrupted a core where nobody serves it: one that triggers by level would
    /// come again at once, and for ever. Not when another core has claimed it: what came was under way before
    /// that.</summary>
    /// <returns>Whether the line was open and is stopped.</returns>
    public static bool StopUnserved(int vector, uint apicId)
    {
        Controller* controller = FindVector(vector, out uint line);
        if (controller == null)
        {
            return false;
        }
        ulong flags = s_lock.Acquire();
        bool isStopped = (Owner(vector) == 0 || Owner(vector) == apicId + 1) && Mask(controller, line, true);
        s_lock.Release(flags);
        return isStopped;
    }

    /// <summary>Lets the line that arrives as a vector through, or stops it; nothing happens when no line does.</summary>
    public static void SetVectorMasked(int vector, bool masked)
    {
        if (FindVector(vector, out uint line) != null)
        {
            SetMasked(line, masked);
        }
    }

    /// <summary>Lets a routed line through, or stops it.</summary>
    public static void SetMasked(uint line, bool masked)
    {
        Controller* controller = Find(line);
        if (controller == null)
        {
            return;
        }
        ulong flags = s_lock.Acquire();
        Mask(controller, line, masked);
        s_lock.Release(flags);
    }

    // Says whether that changed it. s_lock is held.
    private static bool Mask(Controller* controller, uint line, bool masked)
    {
        uint index = IndexOf(controller, line);
        uint low = Read(controller, index);
        Write(controller, index, masked ? low | Masked : low & ~Masked);
        if (masked)
        {
            // A write may still be on its way when the interrupt is acknowledged, and a line that asserts would
            // come again: what is read is what was written.
            Read(controller, index);
        }
        return (low & Masked) != 0 != masked;
    }

    private static uint IndexOf(Controller* controller, uint line)
        => RedirectionTable + ((line - controller->Base) * 2);

    // Guarded by s_lock.
    private static ref uint Owner(int vector) => ref Pointers.Of(ref s_lines.OwnerOf[0])[vector & 0xFF];

    private static Controller* FindVector(int vector, out uint line)
    {
        // 0 wraps around to a line that no controller has.
        line = Volatile.Read(ref Pointers.Of(ref s_lines.OfVector[0])[vector & 0xFF]) - 1;
        return Find(line);
    }

    private static Controller* Find(uint line)
    {
        for (int i = 0; i < s_count; i++)
        {
            Controller* controller = At(i);
            if (line >= controller->Base && line < controller->Base + controller->Lines)
            {
                return controller;
            }
        }
        return null;
    }

    private static Controller* At(int index)
        => (Controller*)(Pointers.Of(ref s_controllers.Storage[0]) + (index * sizeof(Controller)));

    private static uint Read(Controller* controller, uint register)
    {
        Volatile.Write(ref *(uint*)controller->Registers, register);
        return Volatile.Read(ref *(uint*)(controller->Registers + 0x10));
    }

    private static void Write(Controller* controller, uint register, uint value)
    {
        Volatile.Write(ref *(uint*)controller->Registers, register);
        Volatile.Write(ref *(uint*)(controller->Registers + 0x10), value);
    }
}
