using Enso.Machine.Cpu;
using Enso.Machine.Memory;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>A pipe: a page of bytes between writers and readers, in the order written.</summary>
internal unsafe struct Pipe
{
    private const uint Capacity = 4096 - 64;

    private SpinLock _lock;

    // Guarded by _lock.
    private uint _head;
    private uint _tail;
    private int _readers;
    private int _writers;

    // Calls under way: the pipe outlives them even when its last end is closed meanwhile.
    private int _calls;

    // Changes whenever bytes, room or ends come or go; those who wait, wait on it.
    private int _changes;
    private fixed byte _bytes[(int)Capacity];

    /// <summary>A new pipe without ends, or null.</summary>
    public static Pipe* Create() => (Pipe*)Frames.AllocateBytes((ulong)sizeof(Pipe));

    /// <summary>Counts an end that was opened.</summary>
    public static void AddEnd(Pipe* pipe, DescriptorKind kind)
    {
        ulong flags = pipe->_lock.Acquire();
        if (kind == DescriptorKind.PipeReader)
        {
            pipe->_readers++;
        }
        else
        {
            pipe->_writers++;
        }
        pipe->_lock.Release(flags);
    }

    /// <summary>Counts an end that was closed; the last frees the pipe.</summary>
    public static void RemoveEnd(Pipe* pipe, DescriptorKind kind)
    {
        ulong flags = pipe->_lock.Acquire();
        if (kind == DescriptorKind.PipeReader)
        {
            pipe->_readers--;
        }
        else
        {
            pipe->_writers--;
        }
        pipe->_calls++;
        pipe->_lock.Release(flags);
        Changed(pipe);
        Leave(pipe);
    }

    private static void Enter(Pipe* pipe)
    {
        ulong flags = pipe->_lock.Acquire();
        pipe->_calls++;
        pipe->_lock.Release(flags);
    }

    private static void Leave(Pipe* pipe)
    {
        ulong flags = pipe->_lock.Acquire();
        pipe->_calls--;
        bool last = pipe->_calls + pipe->_readers + pipe->_writers == 0;
        pipe->_lock.Release(flags);
        if (last)
        {
            Frames.FreeBytesAt(pipe, (ulong)sizeof(Pipe));
        }
    }

    /// <summary>Whether a read would return at once: bytes, or no writer left.</summary>
    public static bool IsReadable(Pipe* pipe)
        => Volatile.Read(ref pipe->_head) != Volatile.Read(ref pipe->_tail) || Volatile.Read(ref pipe->_writers) == 0;

    /// <summary>Whether a write would take bytes, or fail, at once: room, or no reader left.</summary>
    public static bool IsWritable(Pipe* pipe)
        => Volatile.Read(ref pipe->_head) - Volatile.Read(ref pipe->_tail) < Capacity || IsBroken(pipe);

    /// <summary>Whether there is no writer left.</summary>
    public static bool IsEnded(Pipe* pipe) => Volatile.Read(ref pipe->_writers) == 0;

    /// <summary>Whether there is no reader left.</summary>
    public static bool IsBroken(Pipe* pipe) => Volatile.Read(ref pipe->_readers) == 0;

    /// <summary>Waits for bytes and takes up to <paramref name="count"/>; 0 when there is no writer left.
    /// </summary>
    public static long Read(Pipe* pipe, byte* buffer, long count)
    {
        Enter(pipe);
        long taken = ReadEntered(pipe, buffer, count);
        Leave(pipe);
        return taken;
    }

    private static long ReadEntered(Pipe* pipe, byte* buffer, long count)
    {
        for (;;)
        {
            int seen = Volatile.Read(ref pipe->_changes);
            long taken = 0;
            ulong flags = pipe->_lock.Acquire();
            while (taken < count && pipe->_tail != pipe->_head)
            {
                buffer[taken++] = pipe->_bytes[pipe->_tail++ % Capacity];
            }
            bool ended = pipe->_writers == 0 || pipe->_readers == 0;
            pipe->_lock.Release(flags);
            if (taken != 0)
            {
                Changed(pipe);
            }
            if (taken != 0 || ended || count == 0)
            {
                return taken;
            }
            Futex.Wait(&pipe->_changes, seen, 0);
        }
    }

    /// <summary>Writes all bytes, waiting for room; -1 when there is no reader left.</summary>
    public static long Write(Pipe* pipe, byte* buffer, long count)
    {
        Enter(pipe);
        long written = WriteEntered(pipe, buffer, count);
        Leave(pipe);
        return written;
    }

    private static long WriteEntered(Pipe* pipe, byte* buffer, long count)
    {
        long written = 0;
        for (;;)
        {
            int seen = Volatile.Read(ref pipe->_changes);
            long before = written;
            ulong flags = pipe->_lock.Acquire();
            bool broken = pipe->_readers == 0;
            while (!broken && written < count && pipe->_head - pipe->_tail < Capacity)
            {
                pipe->_bytes[pipe->_head++ % Capacity] = buffer[written++];
            }
            pipe->_lock.Release(flags);
            if (written != before)
            {
                Changed(pipe);
            }
            if (broken)
            {
                return -1;
            }
            if (written == count)
            {
                return written;
            }
            Futex.Wait(&pipe->_changes, seen, 0);
        }
    }

    private static void Changed(Pipe* pipe)
    {
        Interlocked.Increment(ref pipe->_changes);
        Futex.Wake(&pipe->_changes, int.MaxValue);
        Readiness.Changed();
    }
}
