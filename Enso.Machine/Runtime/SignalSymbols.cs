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

    [RuntimeExport("sigaction")]
    private static int Action(int signal, byte* action, byte* previous)
    {
        if (signal is < 1 or > SignalTable.Last)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        SignalTable.Exchange(signal, action, previous);
        return 0;
    }

    [RuntimeExport("signal")]
    private static ulong SetHandler(int signal, ulong handler)
    {
        if (signal is < 1 or > SignalTable.Last)
        {
            Errno.Fail(Errno.EINVAL);
            return ulong.MaxValue;
        }
        ulong previous = SignalTable.HandlerOf(signal);
        byte* action = stackalloc byte[SignalTable.ActionBytes];
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
        if (signal is < 1 or > SignalTable.Last)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        *set |= 1UL << (signal - 1);
        return 0;
    }

    [RuntimeExport("sigdelset")]
    private static int RemoveFromSet(ulong* set, int signal)
    {
        if (signal is < 1 or > SignalTable.Last)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        *set &= ~(1UL << (signal - 1));
        return 0;
    }

    [RuntimeExport("pthread_sigmask")]
    private static int SetMask(int how, ulong* set, ulong* previous)
    {
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
                0 => self->BlockedSignals | *set,
                1 => self->BlockedSignals & ~*set,
                _ => *set,
            };
            Scheduler.DeliverPending();
        }
        return 0;
    }

    [RuntimeExport("__libc_current_sigrtmin")]
    private static int RealTimeMinimum() => FirstRealTime;

    [RuntimeExport("__libc_current_sigrtmax")]
    private static int RealTimeMaximum() => SignalTable.Last;

    /// <summary>There is one process: the signal goes to the caller.</summary>
    [RuntimeExport("kill")]
    private static int Kill(int process, int signal)
    {
        if (process != SignalDelivery.ProcessId)
        {
            return Errno.Fail(Errno.ESRCH);
        }
        return Raise(signal);
    }

    [RuntimeExport("raise")]
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
