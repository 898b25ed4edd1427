using System.Runtime;
using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Firmware;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;
using Enso.Machine.Runtime;
using Enso.Machine.Signals;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Boot;

/// <summary>The boot order, on one screen: from the first C# instruction, on the boot stack with interrupts off, to
/// the runtime's start-up on a thread of its own.</summary>
internal static unsafe class Entry
{
    private const ulong LeastMemory = 48UL << 20;
    private const ulong MainStackBytes = 8UL << 20;

    [RuntimeExport("enso_entry")]
    private static void Start(uint magic, byte* information)
    {
        Clock.Start();
        SerialPort.Initialize();
        Font.Initialize(Font.BuiltIn());
        ReadLoader(magic, information);
        AttachScreen();
        RequireFeatures();
        Features.Enable();
        Caches.Detect();
        StartMemory();
        AttachScreen();
        Require(Cores.InitializeFirst(), "there is no memory for the first core's block");
        StackTrace.Initialize();
        Unwinder.Initialize(ImageLayout.EhFrameHeader());
        SymbolTable.InitializeFromImage();
        Greet();
        LegacyPic.Silence();
        StartFirmware();
        StartThreads();
        StartClock();
        StartInput();
        StartOthers();
        StartRuntime();
        Cores.EnterIdle();
    }

    private static void ReadLoader(uint magic, byte* information)
    {
        if (magic == Multiboot2.Magic)
        {
            Require(Multiboot2.Read(information), "the loader's multiboot2 information is damaged");
        }
        else if (information != null && *(uint*)information == DirectBoot.Magic)
        {
            Require(DirectBoot.Read(information), "the loader's start information has no usable memory map");
        }
        else
        {
            BootInfo.ScreenKind = ScreenKind.VgaText;
            Refuse("it was not started by a multiboot2 or PVH loader");
        }
        Log.Quiet = BootInfo.FindOption("quiet"u8) != null
            || (ImageLayout.IsProgram() && BootInfo.FindOption("verbose"u8) == null);
        Output.MarksMessages = BootInfo.FindOption("mark-messages"u8) != null;
    }

    /// <summary>Shows the log on the screen; called again when the tables change where the screen is.</summary>
    private static void AttachScreen()
    {
        const ulong textMemory = 0xB8000;
        ref FramebufferInfo info = ref BootInfo.Framebuffer;
        switch (BootInfo.ScreenKind)
        {
            case ScreenKind.VgaText:
                Screen.AttachVgaText((byte*)PageTables.Direct(textMemory), true);
                break;
            case ScreenKind.Framebuffer:
                ulong bytes = (ulong)info.Pitch * info.Height;
                bool reachable = PageTables.IsActive || info.PhysicalAddress + bytes <= 1UL << 32;
                byte* memory = PageTables.IsActive
                    ? (byte*)PageTables.MapDevice(info.PhysicalAddress, bytes, PageFlags.WriteCombining)
                    : (byte*)info.PhysicalAddress;
                if (reachable && memory != null)
                {
                    Screen.AttachFramebuffer(in info, memory);
                }
                break;
            default:
                break;
        }
    }

    private static void RequireFeatures()
    {
        string? missing = Features.Detect();
        if (missing != null)
        {
            Log.Error($"this processor lacks {missing}");
            Refuse("the processor lacks a feature that it needs");
        }
    }

    private static void StartMemory()
    {
        ulong usable = 0;
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            MemoryRange* range = BootInfo.Range(i);
            usable += range->Kind == MemoryKind.Usable ? range->Length : 0;
        }
        if (usable < LeastMemory)
        {
            Line line = default;
            line.AppendLiteral("the memory map has ");
            line.AppendSize(usable);
            line.AppendLiteral(" usable; at least 64 MiB of memory is needed");
            Log.Error(line);
            Refuse("there is too little memory");
        }
        CheckOverlaps();
        Require(EarlyMemory.Initialize(), "the memory map has no usable range between the image and 4 GiB");
        Require(PageTables.Build(Frames.HighestAddress()), "there is no memory for the page tables");
        PageTables.Activate();
        Require(Frames.Initialize(), "there is no memory for the frame allocator's records");
        Require(AddressSpace.Initialize(), "there is no memory for the table of areas");
    }

    /// <summary>Two usable ranges that overlap would give the same frame twice.</summary>
    private static void CheckOverlaps()
    {
        for (int i = 0; i < BootInfo.RangeCount; i++)
        {
            for (int k = 0; k < i; k++)
            {
                MemoryRange* a = BootInfo.Range(i);
                MemoryRange* b = BootInfo.Range(k);
                bool overlap = a->Start < b->End && b->Start < a->End;
                if (overlap && a->Kind == MemoryKind.Usable)
                {
                    // What anyone else claims wins; of two usable ranges the later is cut.
                    Log.Warning($"memory ranges {a->Start:x}-{a->End:x} and {b->Start:x}-{b->End:x} overlap");
                    Cut(a, b);
                }
                else if (overlap && b->Kind == MemoryKind.Usable)
                {
                    Cut(b, a);
                }
            }
        }
    }

    private static void Cut(MemoryRange* usable, MemoryRange* other)
    {
        ulong end = usable->End;
        if (usable->Start < other->Start)
        {
            usable->Length = other->Start - usable->Start;
            if (end > other->End)
            {
                BootInfo.AddRange(other->End, end - other->End, (uint)MemoryKind.Usable);
            }
        }
        else if (end > other->End)
        {
            usable->Start = other->End;
            usable->Length = end - other->End;
        }
        else
        {
            usable->Length = 0;
        }
    }

    private static void Greet()
    {
        if (BootInfo.RangesDropped != 0)
        {
            Log.Warning($"{BootInfo.RangesDropped} memory ranges beyond the first {BootInfo.MaximumRanges} are not used");
        }
        Log.Info($"\e[1mEnsō 0.1.0\e[0m, a managed operating system");
        Log.Info($"cpu: {Features.Brand}");
        Line line = default;
        line.AppendLiteral("memory: ");
        line.AppendSize(Frames.UsableBytes);
        line.AppendLiteral(" free in ");
        line.AppendFormatted(BootInfo.RangeCount);
        line.AppendLiteral(BootInfo.IsMultiboot ? " ranges, by multiboot2" : " ranges, by direct boot");
        Log.Info(line);
    }

    private static void StartFirmware()
    {
        string? missing = Acpi.Initialize();
        if (missing != null)
        {
            Refuse(missing);
        }
        Acpi.ReadInterruptTable();
        if (Acpi.BadTables != 0)
        {
            Log.Warning($"acpi: {Acpi.BadTables} tables are damaged and were passed over");
        }
        Require(LocalApic.Initialize(Acpi.LocalApicAddress), "the local APIC's registers cannot be mapped");
        Log.Info($"acpi: revision {(uint)Acpi.Revision}, {Acpi.TableCount} tables, {Cores.ListedCount} cores listed");
    }

    private static void StartThreads()
    {
        Require(ThreadTable.Initialize(), "the thread-local storage does not fit a thread's page");
        uint apicId = LocalApic.Enable();
        Require(Cores.AdoptFirst(apicId), "there is no memory for the first core's thread");
        Descriptors.Initialize();
        EnvironmentBlock.Initialize();
    }

    private static void StartClock()
    {
        Require(Clock.Calibrate(), "there is neither an HPET nor an ACPI power-management timer to measure time with");
        ulong timestamp = Clock.TimestampFrequency / 1_000_000;
        ulong apic = Clock.ApicFrequency / 1_000_000;
        string reference = Clock.UsesHpet ? "HPET" : "the ACPI PM timer";
        Log.Info($"clock: TSC {timestamp} MHz, APIC timer {apic} MHz, measured by {reference}");
    }

    private static void StartInput()
    {
        Input.Initialize();
        string screen = Screen.Kind switch
        {
            ScreenKind.Framebuffer => "framebuffer",
            ScreenKind.VgaText => "VGA text",
            _ => "none",
        };
        Log.Info($"console: serial {SerialPort.IsPresent}, screen {screen} {Screen.Columns}x{Screen.Rows}, "
            + $"keyboard {Input.HasKeyboard}");
    }

    private static void StartOthers()
    {
        long skip = (long)BootInfo.NumberOption("skip-core"u8, ulong.MaxValue);
        Cores.StartOthers((int)BootInfo.NumberOption("cores"u8, Cores.Maximum), skip);
        string mode = LocalApic.IsX2Apic ? ", x2APIC" : "";
        string timer = LocalApic.UsesTscDeadline ? ", TSC deadline" : "";
        Log.Info($"cores: {Cores.OnlineCount} of {Cores.ListedCount} online{mode}{timer}");
    }

    private static void StartRuntime()
    {
        StartSchedulerCheck(BootInfo.FindOption("check-scheduler"u8) != null);
        StartSchedulerCheckInDebug();
        Thread* thread = ThreadTable.Create(MainStackBytes, (ulong)(delegate*<ulong, ulong>)&Main, 0);
        if (thread == null)
        {
            Refuse("there is no memory for the first thread");
        }
        ThreadTable.SetName(thread, Pointers.Of("main\0"u8));
        Scheduler.MakeReady(thread);
        Require(ProcessSignals.Start(), "there is no memory for the thread that takes signals");
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private static void StartSchedulerCheckInDebug() => StartSchedulerCheck(true);

    private static void StartSchedulerCheck(bool wanted)
    {
        if (wanted && !WorkConservation.IsRunning)
        {
            Require(WorkConservation.Start(), "there is no memory for the scheduler's checking thread");
        }
    }

    private static ulong Main(ulong argument)
    {
        Log.Info($"runtime: starting .NET");
        ImageLayout.RunConstructors();
        int count = ProgramArguments.Read(ImageLayout.Path() + 1);
        if (ImageLayout.IsProgram())
        {
            ProgramEnd.MarkStart();
        }
        int status = ImageLayout.RuntimeMain(count, ProgramArguments.Vector);
        ProcessSymbols.Exit(status);
        return 0;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            Refuse(otherwise);
        }
    }

    /// <summary>Says why the kernel cannot start, on serial and screen, and stops.</summary>
    private static void Refuse(string reason)
    {
        Panic.Print($"\e[91mEnsō cannot start: {reason}.\e[0m");
        Panic.Print($"*** kernel halted ***");
        for (;;)
        {
            Instructions.DisableInterrupts();
            Instructions.Halt();
        }
    }
}
