using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary><c>poll</c> waits for descriptors without looking again and again.</summary>
internal static unsafe class PollTests
{
    private const short PollIn = 1;
    private const short PollOut = 4;
    private const short PollHangUp = 0x10;
    private const short PollInvalid = 0x20;

    private struct PollDescriptor
    {
        public int File;
        public short Events;
        public short Results;
    }

    [KernelTest]
    internal static void It_wakes_when_a_pipe_gets_bytes()
    {
        int* ends = stackalloc int[2];
        Check.Equal(0, OpenPipe(ends));
        int writer = ends[1];
        PollDescriptor* polled = stackalloc PollDescriptor[2];
        polled[0] = new PollDescriptor { File = ends[0], Events = PollIn };
        polled[1] = new PollDescriptor { File = -1, Events = PollIn };
        Check.Equal(0, Poll(polled, 2, 0));
        Thread thread = new(() =>
        {
            byte value = 1;
            WriteBytes(writer, &value, 1);
        });
        thread.Start();
        Check.Equal(1, Poll(polled, 2, -1));
        thread.Join();
        Check.Equal(PollIn, polled[0].Results);
        Check.Equal((short)0, polled[1].Results);
        Close(ends[0]);
        Close(ends[1]);
    }

    [KernelTest]
    internal static void It_wakes_when_a_pipe_gets_room_or_loses_its_writers()
    {
        int* ends = stackalloc int[2];
        Check.Equal(0, OpenPipe(ends));
        int reader = ends[0];
        int writer = ends[1];
        PollDescriptor writing = new() { File = writer, Events = PollOut };
        byte[] full = new byte[8192];
        int filled = 0;
        while (Poll(&writing, 1, 0) == 1)
        {
            byte value = 0;
            filled += (int)WriteBytes(writer, &value, 1);
        }
        Thread draining = new(() =>
        {
            // SAFETY: the array is pinned while the call fills it.
            fixed (byte* buffer = full)
            {
                Check.Equal((long)filled, ReadBytes(reader, buffer, full.Length));
            }
        });
        draining.Start();
        Check.Equal(1, Poll(&writing, 1, -1));
        draining.Join();
        Check.Equal(PollOut, writing.Results);
        PollDescriptor reading = new() { File = reader, Events = PollIn };
        Thread closing = new(() => Close(writer));
        closing.Start();
        Check.Equal(1, Poll(&reading, 1, -1));
        closing.Join();
        Check.Equal((short)(PollIn | PollHangUp), reading.Results);
        Close(reader);
        Check.Equal(1, Poll(&reading, 1, -1));
        Check.Equal(PollInvalid, reading.Results);
    }

    [DllImport("enso", EntryPoint = "read")]
    private static extern long ReadBytes(int file, byte* buffer, long count);

    [DllImport("enso", EntryPoint = "write")]
    private static extern long WriteBytes(int file, byte* buffer, long count);

    [DllImport("enso", EntryPoint = "pipe")]
    private static extern int OpenPipe(int* ends);

    [DllImport("enso", EntryPoint = "close")]
    private static extern int Close(int file);

    [DllImport("enso", EntryPoint = "poll")]
    private static extern int Poll(PollDescriptor* descriptors, ulong count, int milliseconds);
}
