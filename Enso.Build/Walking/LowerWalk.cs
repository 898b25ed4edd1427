namespace Enso.Build.Walking;

/// <summary>What the linked image is held to: the compiler's view of the lower dialect (CONTRIBUTING.md, "The
/// two dialects"). Every name that is allowed has its reason, and one that is met no more is an error
/// too.</summary>
internal static class LowerWalk
{
    private const string Allocates = "allocates";
    private const string Throws = "throws";
    private const string Initialises = "checks whether a static constructor has run";
    private const string Transition = "changes or looks at the thread's collector mode";
    private const string Dispatch = "finds a method at run time";
    private const string Casts = "looks at an object's type";
    private const string StoresReference = "stores an object reference";

    private static readonly NamedReason[] s_forbidden =
    [
        new("RhpNew*", Allocates),
        new("RhNew*", Allocates),
        new("RhpGcAlloc*", Allocates),
        new("RhAllocate*", Allocates),
        new("RhBox*", Allocates),
        new("*RuntimeExports__RhBox*", Allocates),
        new("__DelegateCtor_*", Allocates),
        new("RhpThrow*", Throws),
        new("RhThrow*", Throws),
        new("RhpRethrow*", Throws),
        new("RhRethrow*", Throws),
        new("*ThrowHelper*", Throws),
        new("*__Throw*", Throws),
        new("*ClassConstructorRunner*", Initialises),
        new("__GetGCStaticBase_*", Initialises),
        new("__GetNonGCStaticBase_*", Initialises),
        new("__GetThreadStaticBase_*", Initialises),
        new("RhpGcPoll*", Transition),
        new("RhpPInvoke*", Transition),
        new("RhpReversePInvoke*", Transition),
        new("RhpWaitForGC*", Transition),
        new("RhpInitial*Dispatch*", Dispatch),
        new("RhpInterfaceDispatch*", Dispatch),
        new("RhpVTableOffsetDispatch*", Dispatch),
        new("RhpResolveInterfaceMethod*", Dispatch),
        new("__GenericLookup*", Dispatch),
        new("RhTypeCast_*", Casts),
        new("*_TypeCast__*", Casts),
        new("RhUnbox*", Casts),
        new("RhpLdelemaRef", Casts),
        new("RhpStelemRef", StoresReference),
        new("RhpAssignRef*", StoresReference),
        new("RhpCheckedAssignRef*", StoresReference),
        new("RhpByRefAssignRef*", StoresReference),
        new("RhpStackProbe", "is for frames of more than a page, which a kernel stack has no room for"),
    ];

    private static readonly NamedReason[] s_forbiddenData =
    [
        new("__GCSTATICS*", "holds statics of managed type"),
        new("__NONGCSTATICSS_P_*", "holds statics of the class library"),
        new("__NONGCSTATICSSystem_*", "holds statics of the class library"),
        new("__THREADSTATICS*", "describes statics of each thread"),
        new("__TypeThreadStaticIndex*", "describes statics of each thread"),
        new("__InterfaceDispatchCell*", "is the target of an interface call, found at run time"),
        new("__GenericDict*", "is what shared generic code looks types up in"),
        new("__FrozenObj_*", "is an object"),
        new("RhpTrapThreads", "is looked at to stop for a collection"),
    ];

    private static readonly NamedReason[] s_boundaries =
    [
        new("main", "the runtime's start-up; what runs from there on is not lower code"),
        new("RhpFallbackFailFast", "the stack-check cookie does not match: the runtime ends the kernel"),
        new("enso_start32", "32-bit code that ran before any C#; its address marks where the code starts"),
        new("enso_fault_thrower_address", "the unwinder compares return addresses with it; nobody calls it"),
        new("enso_trampoline_*",
            "16- and 32-bit code that is copied low for the cores to start in; what it calls is Cores.Arrive"),
    ];

    private static readonly NamedReason[] s_foreign = [];

    private static readonly BoundedHelper[] s_bounded =
    [
        new("RhSpanHelpers_MemCopy", true, 2048,
            "calls memcpy with a change of the thread's collector mode: use Instructions.Copy"),
        new("RhSpanHelpers_MemZero", false, 1024,
            "calls memset with a change of the thread's collector mode: use Instructions.Fill"),
    ];

    // By class: in which of its methods the call ends up is the compiler's choice.
    private static readonly NamedReason[] s_indirect =
    [
        new("Enso.Machine.Signals.SignalDelivery.*",
            "the runtime's signal handlers, C++ code; they run with interrupts on, as the thread"),
        new("Enso.Machine.Runtime.ThreadSymbols.*", "the runtime's destructors of thread-specific values"),
        new("Enso.Machine.Runtime.OnceSymbols.*", "what is to be done once: a linked library's, C code"),
        new("Enso.Machine.Runtime.ExitHandlers.*", "what C code asked for at the program's end"),
        new("Enso.Machine.Runtime.ProcessSymbols.*", "the callback of dl_iterate_phdr: the runtime's unwinder"),
        new("Enso.Machine.Diagnostics.Unwinder.*", "StackTrace.TryRead; that its address is taken has it walked"),
        new("Enso.Machine.Runtime.ExitHandlers.*", "what C code registered to be run at the end of the process"),
        new("enso_run_constructors", "the constructors of the runtime's C++ parts"),
        new("enso_thread_entry",
            "what the thread was created for: the runtime's, or lower code, walked because its address is taken"),
        new("enso_enter_stack", "a core's idle loop; that its address is taken has it walked"),
    ];

    private static readonly SetPointer[] s_set =
    [
        new("Enso.Machine.Interrupts.InterruptDispatch.*", "Enso.Machine.Interrupts.InterruptDispatch.SetHandler"),
    ];

    /// <summary>No lower function reaches anything that allocates, throws, or needs the runtime.</summary>
    public static WalkRules Everywhere { get; } = new()
    {
        FromAllLower = true,
        Forbidden = s_forbidden,
        ForbiddenData = s_forbiddenData,
        Boundaries = s_boundaries,
        Foreign = s_foreign,
        Bounded = s_bounded,
        Indirect = s_indirect,
        Set = s_set,
    };

    /// <summary>What runs on an interrupt, up to where it leaves to the thread, neither gives up the core nor
    /// turns interrupts on.</summary>
    public static WalkRules Interrupts { get; } = Everywhere with
    {
        FromAllLower = false,
        Roots = ["enso_interrupt"],
        Forbidden =
        [
            .. s_forbidden,
            new("enso_switch", "gives up the core"),
            new("enso_enter_stack", "leaves the stack for good"),
            new("enso_take_signals", "enters the kernel once more and runs signal handlers"),
            new("enso_on_thread", "runs as the interrupted thread"),
            new("enso_sti_hlt", "turns interrupts on"),
        ],
    };
}
