using System.Runtime.InteropServices;
using System.Text;
using Enso.Kernel.Console;
using Enso.Kernel.Shell;
using Enso.Machine.Console;

namespace Enso.Tests.InKernel;

/// <summary>A program that uses <see cref="System.Console"/> as programs do, for the host to type into (option
/// <c>dialogue</c> on the command line). It reads commands by <see cref="Console.ReadLine"/>, and shows what each of the
/// console's methods makes of what is typed, in brackets.</summary>
internal static unsafe class ConsoleDialogue
{
    private const int StandardInput = 0;
    private const int SetNow = 0;

    // What the terminal was like before .NET's console touched it.
    private static TerminalSettings s_initial;

    /// <summary>Runs until told to end.</summary>
    public static void Run()
    {
        s_initial = Settings;
        while (true)
        {
            Console.WriteLine("[ready]");
            string[] words = (Console.ReadLine() ?? "end").Split(' ');
            int count = words.Length > 1 ? int.Parse(words[1]) : 1;
            switch (words[0])
            {
                case "line":
                    Console.Write("line? ");
                    Console.WriteLine($"[line {Shown(Console.ReadLine())}]");
                    break;
                case "keys":
                    ReadKeys(count);
                    break;
                case "characters":
                    Console.WriteLine("[reading]");
                    Console.WriteLine($"[characters {string.Join(' ', Enumerable.Range(0, count).Select(_ => Console.Read()))}]");
                    break;
                case "stream":
                    ReadStream();
                    break;
                case "available":
                    WaitForKey();
                    break;
                case "interrupt":
                    WaitForInterrupt();
                    break;
                case "control-c":
                    Console.TreatControlCAsInput = true;
                    ReadKeys(1);
                    Console.TreatControlCAsInput = false;
                    break;
                case "lines":
                    ReadLines(count);
                    break;
                case "colours":
                    ShowColours();
                    break;
                case "place":
                    ShowPlace();
                    break;
                case "shell":
                    RunShell();
                    break;
                case "wait":
                    Console.WriteLine("[waiting]");
                    Thread.Sleep(Timeout.Infinite);
                    break;
                case "end":
                    return;
                default:
                    Console.WriteLine($"[what is {Shown(words[0])}?]");
                    break;
            }
        }
    }

    private static TerminalSettings Settings
    {
        get
        {
            TerminalSettings settings;
            GetSettings(StandardInput, &settings);
            return settings;
        }

        set => SetSettings(StandardInput, SetNow, &value);
    }

    private static string Shown(string? text) => text is null ? "none" : $"'{text}'";

    private static void ReadKeys(int count)
    {
        Console.WriteLine("[reading]");
        for (int i = 0; i < count; i++)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            Console.WriteLine($"[{key.Modifiers} {key.Key} {(int)key.KeyChar:X2}]");
        }
    }

    private static void ReadStream()
    {
        Console.WriteLine("[reading]");
        using Stream input = Console.OpenStandardInput();
        byte[] bytes = new byte[64];
        int count = input.Read(bytes);
        Console.WriteLine($"[stream {Convert.ToHexString(bytes, 0, count)}]");
    }

    private static void WaitForKey()
    {
        Console.WriteLine($"[available {Console.KeyAvailable}]");
        SpinWait.SpinUntil(() => Console.KeyAvailable);
        Console.WriteLine($"[available {Console.KeyAvailable} {Console.ReadKey(true).KeyChar} {Console.KeyAvailable}]");
    }

    private static void WaitForInterrupt()
    {
        using ManualResetEventSlim interrupted = new();
        void OnCancel(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            Console.WriteLine($"[{e.SpecialKey}]");
            interrupted.Set();
        }
        Console.CancelKeyPress += OnCancel;
        Console.WriteLine("[waiting]");
        interrupted.Wait();
        Console.CancelKeyPress -= OnCancel;
    }

    /// <summary>Reads lines that the kernel edits and echoes, as a program in C would.</summary>
    private static void ReadLines(int count)
    {
        TerminalSettings before = Settings;
        Settings = s_initial;
        Console.WriteLine("[reading]");
        byte* bytes = stackalloc byte[128];
        for (int i = 0; i < count; i++)
        {
            int length = (int)ReadBytes(StandardInput, bytes, 128);
            Console.WriteLine($"[{Encoding.UTF8.GetString(bytes, length).Replace("\n", "\\n")}]");
        }
        // .NET remembers what it set.
        Settings = before;
    }

    private static void ShowColours()
    {
        Console.ForegroundColor = ConsoleColor.Red;
        Console.Write("red");
        Console.BackgroundColor = ConsoleColor.DarkBlue;
        Console.Write("on blue");
        Console.ResetColor();
        Console.CursorVisible = false;
        Console.CursorVisible = true;
        Console.Title = "Dialogue";
        Console.Beep();
        Console.WriteLine("plain");
    }

    private static void ShowPlace()
    {
        Console.Clear();
        Console.SetCursorPosition(20, 5);
        // After a character beyond ASCII .NET does not know any more where the cursor is, and asks.
        Console.Write("fünf");
        (int left, int top) = Console.GetCursorPosition();
        Console.WriteLine();
        Console.WriteLine($"[at {left},{top} of {Console.WindowWidth}x{Console.WindowHeight} {Console.BufferWidth}]");
    }

    private static void RunShell()
    {
        TerminalSettings before = Settings;
        MachineTerminal.MakeRaw();
        CommandRegistry commands = new();
        commands.Add(new WaitCommand());
        commands.Add(new ExitCommand());
        Shell.Run(new MachineTerminal(), commands);
        Settings = before;
    }

    [DllImport("enso", EntryPoint = "read")]
    private static extern long ReadBytes(int file, byte* buffer, long count);

    [DllImport("enso", EntryPoint = "tcgetattr")]
    private static extern int GetSettings(int file, TerminalSettings* settings);

    [DllImport("enso", EntryPoint = "tcsetattr")]
    private static extern int SetSettings(int file, int when, TerminalSettings* settings);

    /// <summary><c>wait</c>: runs until it is interrupted.</summary>
    private sealed class WaitCommand : ShellCommand
    {
        public override string Name => "wait";

        public override string Summary => "waits for Ctrl-C";

        public override int Execute(CommandContext context)
        {
            context.WriteLine("[running]");
            context.Cancellation.WaitHandle.WaitOne();
            context.Cancellation.ThrowIfCancellationRequested();
            return 0;
        }
    }

    /// <summary><c>exit</c>: ends the shell.</summary>
    private sealed class ExitCommand : ShellCommand
    {
        public override string Name => "exit";

        public override string Summary => "ends the shell";

        public override int Execute(CommandContext context)
        {
            context.RequestExit();
            return 0;
        }
    }
}
