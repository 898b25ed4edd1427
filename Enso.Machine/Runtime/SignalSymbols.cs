using System.Runtime;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Signals;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>Signals, as the runtime's archives call them (POSIX.1-2017 signal.h, glibc's <c>sigset_t</c> of 128
/// bytes, of which the first word counts).</summary>
internal static unsafe class SignalSymbols
{
    private const int SetBytes = 128;
    private const int FirstRealTime = 34;

    /// <summary>SIGKILL and SIGSTOP, which can be neither handled nor blocked.</summary>
    private const ulong Unstoppable = (1UL << (KillSignal - 1)) | (1UL << (StopSignal - 1));
    private const int KillSignal = 9;
    private const int StopSignal = 19;

    private static bool IsSignal(int signal) => signal is >= 1 and <= SignalTable.Last;

    /// <summary>Whether the signal's action may be set to <paramref name="action"/>, if that is not null.</summary>
    private static bool IsAllowed(int signal, byte* action)
        => IsSignal(signal) && (action == null || signal is not KillSignal and not StopSignal);

    [RuntimeExport("sigaction")]
    [Partial("the flags and the handler's mask are kept and not acted on: a handler runs on its thread's stack with "
        + "its own signal blocked")]
    private static int Action(int signal, byte* action, byte* previous)
    {
        if (!IsAllowed(signal, action))
        {
            return Errno.Fail(Errno.EINVAL);
        }
        SignalTable.Exchange(signal, action, previous);
        return 0;
    }

    [RuntimeExport("signal")]
    [Partial("the flags of the action are not acted on: no call is restarted, because none is "
        + "interrupted")]
    private static ulong SetHandler(int signal, ulong handler)
    {
        byte* action = stackalloc byte[SignalTable.ActionBytes];
        if (!IsAllowed(signal, action))
        {
            Errno.Fail(Errno.EINVAL);
            return ulong.MaxValue;
        }
        ulong previous = SignalTable.HandlerOf(signal);
        Instructions.Fill(action, 0, SignalTable.ActionBytes);
        *(ulong*)action = handler;
        SignalTable.Exchange(signal, action, null);
        return previous;
    }

    [RuntimeExport("sigemptyset")]
    private static int EmptySet(ulong* set)
    {
        Instructions.Fill(set, 0, SetBytes);
        return 0;
    }

    [RuntimeExport("sigfillset")]
    private static int FillSet(ulong* set)
    {
        Instructions.Fill(set, 0xFF, SetBytes);
        return 0;
    }

    [RuntimeExport("sigaddset")]
    private static int AddToSet(ulong* set, int signal)
    {
        if (!IsSignal(signal))
        {
            return Errno.Fail(Errno.EINVAL);
        }
        *set |= 1UL << (signal - 1);
        return 0;
    }

    [RuntimeExport("sigdelset")]
    private static int RemoveFromSet(ulong* set, int signal)
    {
        if (!IsSignal(signal))
        {
            return Errno.Fail(Errno.EINVAL);
        }
        *set &= ~(1UL << (signal - 1));
        return 0;
    }

    [RuntimeExport("pthread_sigmask")]
    private static int SetMask(int how, ulong* set, ulong* previous)
    {
        const int block = 0;
        const int unblock = 1;
        const int replace = 2;
        if (set != null && how is < block or > replace)
        {
            return Errno.EINVAL;
        }
        Thread* self = Thread.This();
        if (previous != null)
        {
            Instructions.Fill(previous, 0, SetBytes);
            *previous = self->BlockedSignals;
        }
        if (set != null)
        {
            self->BlockedSignals = how switch
            {
                block => self->BlockedSignals | *set,
                unblock => self->BlockedSignals & ~*set,
                _ => *set,
            } & ~Unstoppable;
            Scheduler.DeliverPending();
        }
        return 0;
    }

    [RuntimeExport("__libc_current_sigrtmin")]
    private static int RealTimeMinimum() => FirstRealTime;

    [RuntimeExport("__libc_current_sigrtmax")]
    private static int RealTimeMaximum() => SignalTable.Last;

    /// <summary>There is one process, and it is the group that 0 means.</summary>
    [RuntimeExport("kill")]
    [Partial("the signal goes to the calling thread, not to any that does not block it; of those whose "
        + "default ends the process, only SIGHUP, SIGINT and SIGTERM do, the others stop the kernel with a report")]
    private static int Kill(int process, int signal)
    {
        if (signal is < 0 or > SignalTable.Last)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        return process is 0 or SignalDelivery.ProcessId ? Raise(signal) : Errno.Fail(Errno.ESRCH);
    }

    [RuntimeExport("raise")]
    [Partial("of the signals whose default ends the process, only SIGHUP, SIGINT and SIGTERM do, the others stop the "
        + "kernel with a report")]
    private static int Raise(int signal)
    {
        if (signal is < 0 or > SignalTable.Last)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        if (signal != 0)
        {
            SignalDelivery.Send(Thread.This(), signal);
            Scheduler.DeliverPending();
        }
        return 0;
    }
}
