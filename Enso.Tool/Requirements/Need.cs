namespace Enso.Tool.Requirements;

/// <summary>Which commands need a requirement.</summary>
[Flags]
public enum Need
{
    /// <summary>To build the kernel.</summary>
    Build = 1,

    /// <summary>To run it.</summary>
    Run = 2,

    /// <summary>To debug it, and to test the debugger.</summary>
    Debug = 4,

    /// <summary>To measure Linux beside it, and to link the programs of other benchmarks.</summary>
    Bench = 8,

    /// <summary>To build what may use all of the class library: programs, and the tests.</summary>
    Library = 16,

    /// <summary>To measure crossbeam's queues.</summary>
    Crossbeam = 32,

    /// <summary>To measure boost's queues.</summary>
    Boost = 64,

    /// <summary>To measure the LMAX Disruptor.</summary>
    Disruptor = 128,

    /// <summary>To measure tokio.</summary>
    Tokio = 256,

    /// <summary>What all development needs.</summary>
    All = Build | Run | Debug | Library,
}
