using System.Runtime.InteropServices;
using System.Text;
using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What of the console needs nobody to type: whoever types is the host, in ConsoleTests there.</summary>
internal static unsafe class ConsoleTests
{
    private const int NotTerminal = 25; // ENOTTY

    [KernelTest]
    internal static void The_console_is_not_redirected()
    {
        Check.That(!Console.IsInputRedirected);
        Check.That(!Console.IsOutputRedirected);
        Check.That(!Console.IsErrorRedirected);
    }

    [KernelTest]
    internal static void Text_is_UTF_8_both_ways()
    {
        Check.Equal("utf-8", Console.OutputEncoding.WebName);
        Check.Equal("utf-8", Console.InputEncoding.WebName);
        Check.Equal(0, Console.OutputEncoding.GetPreamble().Length);
    }

    [KernelTest]
    internal static void The_terminal_is_named_in_the_environment_and_described_in_a_file()
    {
        string? name = Environment.GetEnvironmentVariable("TERM");
        Check.Equal("enso", name);
        byte[] bytes = new byte[4096];
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle($"/usr/share/terminfo/e/{name}");
        int length = RandomAccess.Read(file, bytes, 0);
        Check.Equal(RandomAccess.GetLength(file), (long)length);
        Check.Equal(0x011A, BitConverter.ToInt16(bytes));
        Check.Equal("enso", Encoding.ASCII.GetString(bytes, 12, 4));
        Check.Equal(length - 2, RandomAccess.Read(file, bytes, 2));
        Check.Equal(0, RandomAccess.Read(file, bytes, length));
    }

    [KernelTest]
    internal static void The_description_is_read_in_order_too()
    {
        using FileStream file = File.OpenRead("/usr/share/terminfo/e/enso");
        Check.Equal(0x1A, file.ReadByte());
        Check.Equal(0x01, file.ReadByte());
        file.Seek(-1, SeekOrigin.End);
        Check.Equal(0, file.ReadByte());
        Check.Equal(-1, file.ReadByte());
    }

    [KernelTest]
    internal static void The_console_has_a_size()
    {
        Check.That(Console.WindowWidth >= 80 && Console.WindowHeight >= 24);
        Check.Equal(Console.WindowWidth, Console.BufferWidth);
        // The question that finds it out may have been left on a line of its own.
        Console.WriteLine();
    }

    [KernelTest]
    internal static void Keys_are_taken_once_though_their_interrupts_come_to_all_cores()
    {
        const int keys = 100;
        const byte press = 0x1E; // of the key A, in scan code set 1
        const byte release = press | 0x80;
        if (!Input.HasKeyboard)
        {
            return;
        }

        // As it is typed, without echo.
        TerminalSettings before = ConsoleTerminal.Settings;
        TerminalSettings wanted = before;
        wanted.Local = 0;
        ConsoleTerminal.Change(wanted, isFlushing: true);
        try
        {
            bool isOver = false;
            Crew.Run(
                Cores.Count,
                _ =>
                {
                    // Each core, as far as it may be, takes what is typed all the time.
                    while (!Volatile.Read(ref isOver))
                    {
                        LocalApic.Send(Core.This()->ApicId, Input.KeyboardVector);
                    }
                },
                () =>
                {
                    for (int i = 0; i < keys; i++)
                    {
                        Type(press);
                        Type(release);
                    }

                    Volatile.Write(ref isOver, true);
                });

            // The second comes to a core after its handler has ended for the first, and for what came before.
            ulong[] taken = Taken();
            for (int i = 0; i < 2; i++)
            {
                InterruptAll();
                ulong[] last = taken;
                while (Taken().Zip(last).Any(pair => pair.First == pair.Second))
                {
                    Thread.Yield();
                }

                taken = Taken();
            }

            byte* typed = stackalloc byte[2 * keys];
            Check.Equal(keys, ConsoleTerminal.Waiting);
            Check.Equal(keys, ConsoleTerminal.Read(typed, 2 * keys));
            Check.Equal(new string('a', keys), Encoding.ASCII.GetString(typed, keys));
        }
        finally
        {
            ConsoleTerminal.Change(before, isFlushing: true);
        }

        static ulong[] Taken() => [.. Enumerable.Range(0, Cores.Count).Select(TakenBy)];

        static ulong TakenBy(int core) => Volatile.Read(ref Cores.At(core)->InterruptCounts[Input.KeyboardVector]);

        static void InterruptAll()
        {
            for (int i = 0; i < Cores.Count; i++)
            {
                LocalApic.Send(Cores.At(i)->ApicId, Input.KeyboardVector);
            }
        }

        // The controller's command 0xD2 takes a byte as if the keyboard had sent it.
        static void Type(byte code)
        {
            const ushort data = 0x60;
            const ushort status = 0x64;
            const byte outputFull = 1;
            Instructions.OutByte(status, 0xD2);
            Instructions.OutByte(data, code);
            while ((Instructions.InByte(status) & outputFull) != 0)
            {
                Instructions.Pause();
            }
        }
    }

    [KernelTest]
    internal static void Settings_are_kept_as_far_as_the_console_has_them()
    {
        TerminalSettings before;
        Check.Equal(0, GetSettings(0, &before));
        TerminalSettings wanted = before;
        wanted.Input = (TerminalInputModes)uint.MaxValue;
        wanted.Local = 0;
        wanted.Control = 0;
        wanted.Set(TerminalCharacter.Interrupt, 5);
        wanted.Set(TerminalCharacter.Minimum, 7);
        Check.Equal(0, SetSettings(1, 0, &wanted));
        TerminalSettings after;
        GetSettings(2, &after);
        SetSettings(0, 0, &before);
        Check.Equal(TerminalInputModes.Supported, after.Input);
        Check.Equal(default(TerminalLocalModes), after.Local);
        Check.Equal(before.Control, after.Control);
        Check.Equal((byte)5, after.Character(TerminalCharacter.Interrupt));
        Check.Equal((byte)7, after.Character(TerminalCharacter.Minimum));
    }

    [KernelTest]
    internal static void A_pipe_has_no_settings()
    {
        int* ends = stackalloc int[2];
        Check.Equal(0, OpenPipe(ends));
        TerminalSettings settings;
        Check.Equal(-1, GetSettings(ends[0], &settings));
        Check.Equal(NotTerminal, Marshal.GetLastSystemError());
        Close(ends[0]);
        Close(ends[1]);
    }

    [KernelTest]
    internal static void A_read_with_a_time_and_no_minimum_gives_up()
    {
        TerminalSettings before;
        GetSettings(0, &before);
        TerminalSettings timed = before;
        timed.Local = 0;
        timed.Set(TerminalCharacter.Minimum, 0);
        timed.Set(TerminalCharacter.Time, 1);
        SetSettings(0, 0, &timed);
        byte value;
        long count = ReadBytes(0, &value, 1);
        timed.Set(TerminalCharacter.Time, 0);
        SetSettings(0, 0, &timed);
        long again = ReadBytes(0, &value, 1);
        SetSettings(0, 0, &before);
        Check.Equal(0L, count);
        Check.Equal(0L, again);
    }

    [KernelTest]
    internal static void A_signal_to_the_process_reaches_those_who_registered()
    {
        using ManualResetEventSlim resized = new();
#pragma warning disable CA1416 // Not on Windows: this is never Windows.
        using PosixSignalRegistration registration = PosixSignalRegistration.Create(
            PosixSignal.SIGWINCH, _ => resized.Set());
#pragma warning restore CA1416
        ushort* size = stackalloc ushort[4];
        size[0] = 50;
        size[1] = 100;
        Check.Equal(0, Control(0, 0x5414, size)); // TIOCSWINSZ
        resized.Wait();
        Check.Equal(100, Console.WindowWidth);
        Check.Equal(50, Console.WindowHeight);
        resized.Reset();
        size[0] = 0;
        Control(0, 0x5414, size);
        resized.Wait();
    }

    [DllImport("enso", EntryPoint = "tcgetattr")]
    private static extern int GetSettings(int file, TerminalSettings* settings);

    [DllImport("enso", EntryPoint = "tcsetattr")]
    private static extern int SetSettings(int file, int when, TerminalSettings* settings);

    [DllImport("enso", EntryPoint = "read")]
    private static extern long ReadBytes(int file, byte* buffer, long count);

    [DllImport("enso", EntryPoint = "pipe")]
    private static extern int OpenPipe(int* ends);

    [DllImport("enso", EntryPoint = "close")]
    private static extern int Close(int file);

    [DllImport("enso", EntryPoint = "ioctl")]
    private static extern int Control(int file, ulong request, void* argument);
}
