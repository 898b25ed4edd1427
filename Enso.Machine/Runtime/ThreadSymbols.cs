using System.Runtime;
using Enso.Machine.Cpu;
using Enso.Machine.Signals;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>Threads, as the runtime's archives call them (POSIX.1-2017 pthread.h; a <c>pthread_t</c> is the address
/// of a <see cref="Thread"/>).</summary>
internal static unsafe class ThreadSymbols
{
    private const ulong DefaultStackBytes = 1536 * 1024;
    private const ulong SmallestStackBytes = 64 * 1024;
    private const int DetachedState = 1;

    /// <summary>Our layout of <c>pthread_attr_t</c> (56 bytes in glibc).</summary>
    private struct Attributes
    {
        public ulong StackStart;
        public ulong StackBytes;
        public int Detached;
    }

    private struct Keys
    {
        public fixed ulong Destructors[Thread.KeyCount];
    }

    private static Keys s_keys;
    private static int s_keyCount;

    [RuntimeExport("pthread_create")]
    private static int Create(Thread** result, Attributes* attributes, ulong function, ulong argument)
    {
        ulong stack = attributes == null || attributes->StackBytes == 0 ? DefaultStackBytes : attributes->StackBytes;
        stack = stack < SmallestStackBytes ? SmallestStackBytes : stack;
        Thread* thread = ThreadTable.Create(stack, function, argument);
        if (thread == null)
        {
            return Errno.EAGAIN;
        }
        Thread* creator = Thread.This();
        thread->BlockedSignals = creator->BlockedSignals;
        thread->Affinity = creator->ChildAffinity;
        thread->ChildAffinity = creator->ChildAffinity;
        thread->Priority = creator->Priority;
        thread->Ended = attributes != null && attributes->Detached != 0 ? ThreadTable.Detached : 0;
        *result = thread;
        ulong flags = Instructions.DisableInterrupts();
        thread->LastCore = Core.This()->Index;
        Scheduler.MakeReady(thread);
        Instructions.RestoreInterrupts(flags);
        return 0;
    }

    /// <summary>Called by <c>switch.S</c> when the thread's function returns: destructors, then the end.</summary>
    [RuntimeExport("enso_thread_end")]
    private static void End(ulong result)
    {
        Thread* self = Thread.This();
        RunDestructors(self);
        self->Result = result;
        Instructions.DisableInterrupts();
        Thread.SetState(self, ThreadState.Dead);
        Scheduler.Reschedule();
    }

    [RuntimeExport("pthread_exit")]
    private static void Exit(ulong result) => End(result);

    private static void RunDestructors(Thread* self)
    {
        // PTHREAD_DESTRUCTOR_ITERATIONS: a destructor may set values again.
        const int iterations = 4;
        for (int round = 0; round < iterations; round++)
        {
            bool any = false;
            for (int key = 0; key < s_keyCount; key++)
            {
                ulong value = self->Keys[key];
                ulong destructor = Pointers.Of(ref s_keys.Destructors[0])[key];
                if (value != 0 && destructor != 0)
                {
                    any = true;
                    self->Keys[key] = 0;
                    ((delegate*<ulong, void>)destructor)(value);
                }
            }
            if (!any)
            {
                return;
            }
        }
    }

    [RuntimeExport("pthread_join")]
    private static int Join(Thread* thread, ulong* result)
    {
        if (thread == Thread.This())
        {
            return Errno.EDEADLK;
        }
        for (int seen = Volatile.Read(ref thread->Ended); (seen & ThreadTable.EndedAndSaved) == 0;
            seen = Volatile.Read(ref thread->Ended))
        {
            if ((seen & ThreadTable.Detached) != 0)
            {
                return Errno.EINVAL;
            }
            Futex.Wait(&thread->Ended, seen, 0);
        }
        if (result != null)
        {
            *result = thread->Result;
        }
        ThreadTable.Recycle(thread);
        return 0;
    }

    [RuntimeExport("pthread_detach")]
    private static int Detach(Thread* thread)
    {
        ThreadTable.Detach(thread);
        return 0;
    }

    [RuntimeExport("pthread_self")]
    private static Thread* Self() => Thread.This();

    [RuntimeExport("pthread_equal")]
    private static int AreEqual(Thread* a, Thread* b) => a == b ? 1 : 0;

    [RuntimeExport("sched_yield")]
    private static int Yield()
    {
        Scheduler.Yield();
        return 0;
    }

    [RuntimeExport("pthread_attr_init")]
    private static int AttributesInit(Attributes* attributes)
    {
        *attributes = default;
        return 0;
    }

    [RuntimeExport("pthread_attr_destroy")]
    private static int AttributesDestroy(Attributes* attributes) => 0;

    [RuntimeExport("pthread_attr_setdetachstate")]
    private static int SetDetachState(Attributes* attributes, int state)
    {
        if (state is not 0 and not DetachedState)
        {
            return Errno.EINVAL;
        }
        attributes->Detached = state == DetachedState ? 1 : 0;
        return 0;
    }

    [RuntimeExport("pthread_attr_setstacksize")]
    private static int SetStackSize(Attributes* attributes, ulong bytes)
    {
        const ulong least = 16 * 1024; // PTHREAD_STACK_MIN
        if (bytes < least)
        {
            return Errno.EINVAL;
        }
        attributes->StackBytes = bytes;
        return 0;
    }

    [RuntimeExport("pthread_getattr_np")]
    [Partial("only the stack")]
    private static int GetAttributes(Thread* thread, Attributes* attributes)
    {
        attributes->StackStart = thread->StackStart;
        attributes->StackBytes = thread->StackBytes;
        return 0;
    }

    [RuntimeExport("pthread_attr_getstack")]
    private static int GetStack(Attributes* attributes, ulong* start, ulong* bytes)
    {
        *start = attributes->StackStart;
        *bytes = attributes->StackBytes;
        return 0;
    }

    [RuntimeExport("pthread_key_create")]
    [Partial("16 keys, where POSIX has 128")]
    private static int KeyCreate(int* key, ulong destructor)
    {
        int index;
        do
        {
            index = Volatile.Read(ref s_keyCount);
            if (index == Thread.KeyCount)
            {
                return Errno.EAGAIN;
            }
        }
        while (Interlocked.CompareExchange(ref s_keyCount, index + 1, index) != index);
        Pointers.Of(ref s_keys.Destructors[0])[index] = destructor;
        *key = index;
        return 0;
    }

    /// <summary>No destructor is called for the key any more. A new key with its number could find values that threads
    /// have set, so there is none.</summary>
    [RuntimeExport("pthread_key_delete")]
    [Partial("the number is not used again")]
    private static int KeyDelete(int key)
    {
        if ((uint)key >= (uint)Volatile.Read(ref s_keyCount))
        {
            return Errno.EINVAL;
        }
        Pointers.Of(ref s_keys.Destructors[0])[key] = 0;
        return 0;
    }

    [RuntimeExport("pthread_setspecific")]
    private static int SetSpecific(int key, ulong value)
    {
        if ((uint)key >= Thread.KeyCount)
        {
            return Errno.EINVAL;
        }
        Thread.This()->Keys[key] = value;
        return 0;
    }

    [RuntimeExport("pthread_getspecific")]
    private static ulong GetSpecific(int key) => (uint)key >= Thread.KeyCount ? 0 : Thread.This()->Keys[key];

    [RuntimeExport("pthread_setname_np")]
    [Partial("a name is cut to 31 bytes, where Linux has ERANGE for more than 15")]
    private static int SetName(Thread* thread, byte* name)
    {
        ThreadTable.SetName(thread, name);
        return 0;
    }

    [RuntimeExport("pthread_kill")]
    private static int Kill(Thread* thread, int signal)
    {
        if (signal is < 0 or > SignalTable.Last)
        {
            return Errno.EINVAL;
        }
        if (signal != 0)
        {
            SignalDelivery.Send(thread, signal);
            if (thread == Thread.This())
            {
                Scheduler.DeliverPending();
            }
        }
        return 0;
    }

    [RuntimeExport("pthread_setcancelstate")]
    [Partial("threads cannot be cancelled: the state is always disabled")]
    private static int SetCancelState(int state, int* previous)
    {
        if (previous != null)
        {
            *previous = 1;
        }
        return 0;
    }
}
