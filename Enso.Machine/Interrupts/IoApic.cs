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

    // Line + 1 of each vector; 0 for none.
    private struct Lines
    {
        public fixed uint OfVector[256];
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
        uint index = RedirectionTable + ((line - controller->Base) * 2);
        ulong flags = s_lock.Acquire();
        Write(controller, index + 1, apicId << 24);
        Write(controller, index, low);
        Volatile.Write(ref Pointers.Of(ref s_lines.OfVector[0])[vector & 0xFF], line + 1);
        s_lock.Release(flags);
        return true;
    }

    /// <summary>Has the line that arrives as a vector interrupt another core from now on. One that is under way may still
    /// come to the one before. Nothing happens when no line does, as with messages.</summary>
    public static void Redirect(int vector, uint apicId)
    {
        Controller* controller = FindVector(vector, out uint line);
        if (controller != null)
        {
            ulong flags = s_lock.Acquire();
            Write(controller, RedirectionTable + ((line - controller->Base) * 2) + 1, apicId << 24);
            s_lock.Release(flags);
        }
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
        uint index = RedirectionTable + ((line - controller->Base) * 2);
        ulong flags = s_lock.Acquire();
        uint low = Read(controller, index);
        Write(controller, index, masked ? low | Masked : low & ~Masked);
        s_lock.Release(flags);
    }

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
