// The kernel's own, wherever a file says Thread or SpinLock without more.
global using SpinLock = Enso.Machine.Cpu.SpinLock;
global using ThreadState = Enso.Machine.Threads.ThreadState;
global using Thread = Enso.Machine.Threads.Thread;

// Lower code sets what it reads: clearing every local first would cost a call to a memory-clearing helper of the
// core library in functions with large buffers.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
