using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Enso.Build.Analyzers;

/// <summary>The rules of the lower dialect, one identifier each. A message names what was written and says
/// what to write instead. None can be configured or suppressed: code that needs an exception is not lower
/// code.</summary>
internal static class LowerRules
{
    /// <summary>An object is made.</summary>
    public static readonly DiagnosticDescriptor Object = Rule(101, "An object is allocated",
        "'{0}' is an object, and lower code allocates none: use a structure in a static, on the stack or in "
        + "memory from Frames or Heap");

    /// <summary>An array is made.</summary>
    public static readonly DiagnosticDescriptor Array = Rule(102, "An array is allocated",
        "'{0}' is an array, which is an object: use a fixed buffer in a structure, a pointer from stackalloc, or a "
        + "UTF-8 literal");

    /// <summary>A value becomes an object.</summary>
    public static readonly DiagnosticDescriptor Boxing = Rule(103, "A value is boxed",
        "'{0}' is put into an object: pass it by value, by pointer, or to a method generic over unmanaged types");

    /// <summary>A delegate or a closure.</summary>
    public static readonly DiagnosticDescriptor Delegate = Rule(104, "A delegate is used",
        "'{0}' is or needs a delegate, which is an object: use a static method and a function pointer "
        + "(delegate*<...>, &Method)");

    /// <summary>A string is made at run time.</summary>
    public static readonly DiagnosticDescriptor Text = Rule(105, "A string is built at run time",
        "This string is built at run time, which allocates: append to a Line, or pass $\"...\" where a Line is "
        + "expected");

    /// <summary>An exception is thrown.</summary>
    public static readonly DiagnosticDescriptor Throw = Rule(106, "An exception is thrown",
        "{0}: return a status; what cannot happen is Panic.Bug($\"...\")");

    /// <summary>An exception is caught.</summary>
    public static readonly DiagnosticDescriptor Catch = Rule(107, "An exception is caught",
        "No exception reaches lower code, so nothing is caught: look at the status that the callee returns (finally "
        + "and using are allowed: they compile to plain code)");

    /// <summary>A call through an interface.</summary>
    public static readonly DiagnosticDescriptor Interface = Rule(108, "A call goes through an interface",
        "'{0}' is called through an interface, which the runtime looks up: call a static method, or make the method "
        + "generic over a structure that implements it");

    /// <summary>A virtual call.</summary>
    public static readonly DiagnosticDescriptor Virtual = Rule(109, "A call is virtual",
        "'{0}' is called through an object's method table: call a static method or a structure's own");

    /// <summary>A static with an initialiser.</summary>
    public static readonly DiagnosticDescriptor Initialiser = Rule(110, "A static has an initialiser",
        "'{0}' has an initialiser, which does not run before lower code does: make it const, or a property "
        + "that computes it, or set it where the subsystem starts");

    /// <summary>A static of a type with references.</summary>
    public static readonly DiagnosticDescriptor ManagedStatic = Rule(111, "A static is of managed type",
        "'{0}' is of a type with object references, so it lies in the collector's memory: use an unmanaged type "
        + "(text is a UTF-8 pointer)");

    /// <summary>A static constructor.</summary>
    public static readonly DiagnosticDescriptor StaticConstructor = Rule(112, "There is a static constructor",
        "Nothing runs '{0}' before lower code uses the type: give it an Initialize method that the boot order "
        + "calls");

    /// <summary>Indexing that is checked.</summary>
    public static readonly DiagnosticDescriptor Indexing = Rule(113, "An index is checked at run time",
        "'{0}' is indexed or cut with a check that throws: take its address (Pointers.Of, fixed) and check the "
        + "index against the length yourself");

    /// <summary>An async method or an iterator.</summary>
    public static readonly DiagnosticDescriptor StateMachine = Rule(114, "A method is async or an iterator",
        "'{0}' would become a state machine on the heap: write the loop or the states out");

    /// <summary>A query.</summary>
    public static readonly DiagnosticDescriptor Query = Rule(115, "There is a query expression",
        "A query is made of delegates and iterators, which are objects: write a loop");

    /// <summary>A dynamic binding.</summary>
    public static readonly DiagnosticDescriptor Dynamic = Rule(116, "Something is dynamic",
        "Dynamic binding happens at run time, with objects: use the static type");

    /// <summary>A type test at run time.</summary>
    public static readonly DiagnosticDescriptor Cast = Rule(117, "A type is tested at run time",
        "'{0}' looks at an object's type, or throws when there is no value: lower code knows its types when it is "
        + "compiled; casts between numbers and between pointers are allowed");

    /// <summary>Arithmetic that throws.</summary>
    public static readonly DiagnosticDescriptor Checked = Rule(118, "Arithmetic is checked",
        "Checked arithmetic throws when it overflows: compare with the limit before computing");

    /// <summary>A call by an unmanaged function pointer.</summary>
    public static readonly DiagnosticDescriptor UnmanagedPointer = Rule(119, "A function pointer is unmanaged",
        "A call through delegate* unmanaged changes the thread's collector mode: use delegate*<...>, which is "
        + "called by the same convention and directly");

    /// <summary>A method for unmanaged callers.</summary>
    public static readonly DiagnosticDescriptor UnmanagedCallersOnly = Rule(120, "A method is UnmanagedCallersOnly",
        "'{0}' would change the thread's collector mode on entry: give it a symbol with [RuntimeExport], or take "
        + "its address as delegate*<...>");

    /// <summary>A platform invocation.</summary>
    public static readonly DiagnosticDescriptor PlatformInvoke = Rule(121, "A method is a platform invocation",
        "'{0}' is extern without [RuntimeImport], so calling it changes the thread's collector mode: bind it with "
        + "[MethodImpl(MethodImplOptions.InternalCall), RuntimeImport(\"*\", \"symbol\")]");

    /// <summary>The class library, beyond what is known to be harmless.</summary>
    public static readonly DiagnosticDescriptor Library = Rule(122, "The class library is used",
        "'{0}' is of the class library and not on the list of what lower code may use "
        + "(Enso.Build/Analyzers/AllowedLibrary.cs): write it here as a static method");

    /// <summary>stackalloc that becomes a span.</summary>
    public static readonly DiagnosticDescriptor StackSpan = Rule(123, "Stack memory becomes a span",
        "A span's indices are checked at run time: let stackalloc give a pointer");

    /// <summary>A monitor.</summary>
    public static readonly DiagnosticDescriptor Lock = Rule(124, "An object is locked",
        "lock needs an object and may block: use a SpinLock, a FaultLock or a Futex");

    /// <summary>A record.</summary>
    public static readonly DiagnosticDescriptor Record = Rule(125, "There is a record",
        "The members that the compiler adds to record '{0}' compare and print by the class library: write a struct");

    /// <summary>A class with instances.</summary>
    public static readonly DiagnosticDescriptor Class = Rule(126, "A class can have instances",
        "Instances of '{0}' would be objects: make it a static class or a struct");

    /// <summary>Code shared between reference types.</summary>
    public static readonly DiagnosticDescriptor SharedGeneric = Rule(127, "Generic code is shared",
        "'{0}' with a type argument that may be a class is compiled once for all of them and looks its types up at "
        + "run time: constrain the type parameter to unmanaged or struct");

    /// <summary>A type as an object.</summary>
    public static readonly DiagnosticDescriptor TypeObject = Rule(128, "A type is used as an object",
        "'{0}' makes a Type object: use sizeof, nameof or a constant");

    /// <summary>A static for each thread.</summary>
    public static readonly DiagnosticDescriptor ThreadStatic = Rule(129, "A static is for each thread",
        "The runtime allocates '{0}' when a thread first uses it: what belongs to a thread is a field of Thread, "
        + "what belongs to a core one of Core");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        Object, Array, Boxing, Delegate, Text, Throw, Catch, Interface, Virtual, Initialiser, ManagedStatic,
        StaticConstructor, Indexing, StateMachine, Query, Dynamic, Cast, Checked, UnmanagedPointer,
        UnmanagedCallersOnly, PlatformInvoke, Library, StackSpan, Lock, Record, Class, SharedGeneric, TypeObject,
        ThreadStatic,
    ];

    private static DiagnosticDescriptor Rule(int number, string title, string message) => new DiagnosticDescriptor(
        "ENSO" + number, title, message, "Enso.Lower", DiagnosticSeverity.Error, true,
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
