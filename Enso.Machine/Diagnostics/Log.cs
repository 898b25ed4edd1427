using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Time;

namespace Enso.Machine.Diagnostics;

/// <summary>How grave a log line is.</summary>
internal enum Severity : byte
{
    /// <summary>Only in the ring.</summary>
    Trace,

    /// <summary>Shown while booting.</summary>
    Info,

    /// <summary>Shown, in yellow.</summary>
    Warning,

    /// <summary>Shown, in red.</summary>
    Error,
}

/// <summary>The kernel's log: a ring of the last lines in memory, each with its time, shown on the console as
/// they come (informational lines only until the shell has the console).</summary>
internal static unsafe class Log
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 512;

    private const int LineBytes = 256;

    private struct Entry
    {
        public ulong Time;
        public Severity Severity;
        public byte Length;
        public fixed byte Text[LineBytes - 16];
    }

    private struct Ring
    {
        public fixed byte Storage[Capacity * LineBytes];
    }

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static Ring s_ring;
    private static ulong s_written;

    /// <summary>Lines since boot; the ring holds the last <see cref="Capacity"/>.</summary>
    public static ulong Written => s_written;

    /// <summary>Whether informational lines go to the console; off once the shell runs.</summary>
    public static bool Quiet { get; set; }

    /// <summary>A line that is only kept.</summary>
    public static void Trace(Line line) => Add(Severity.Trace, ref line);

    /// <summary>A line of what happens.</summary>
    public static void Info(Line line) => Add(Severity.Info, ref line);

    /// <summary>A line of what may be wrong.</summary>
    public static void Warning(Line line) => Add(Severity.Warning, ref line);

    /// <summary>A line of what is wrong.</summary>
    public static void Error(Line line) => Add(Severity.Error, ref line);

    private static void Add(Severity severity, ref Line line)
    {
        byte* text = line.Text;
        int length = line.Length < LineBytes - 16 ? line.Length : LineBytes - 16;
        ulong time = Clock.Now();
        ulong flags = s_lock.Acquire();
        Entry* entry = EntryAt(s_written++);
        entry->Time = time;
        entry->Severity = severity;
        entry->Length = (byte)length;
        Instructions.Copy(entry->Text, text, (ulong)length);
        s_lock.Release(flags);
        if (severity >= Severity.Warning || (severity == Severity.Info && !Quiet))
        {
            Show(time, severity, text, length);
        }
    }

    private static void Show(ulong time, Severity severity, byte* text, int length)
    {
        Line shown = default;
        Format(ref shown, time, severity, text, length);
        shown.AppendLiteral("\r\n");
        Output.WriteMessage(shown.Text, (ulong)shown.Length);
    }

    private static void Format(ref Line line, ulong time, Severity severity, byte* text, int length)
    {
        AppendTime(ref line, time);
        if (severity >= Severity.Warning)
        {
            line.AppendLiteral(severity == Severity.Error ? "\e[91m" : "\e[93m");
        }
        for (int i = 0; i < length; i++)
        {
            line.Append(text[i]);
        }
        if (severity >= Severity.Warning)
        {
            line.AppendLiteral("\e[0m");
        }
    }

    /// <summary>Appends a time as <c>[  1.234567] </c>, seconds since boot.</summary>
    public static void AppendTime(ref Line line, ulong nanoseconds)
    {
        if (nanoseconds == 0)
        {
            // Before the clock's rate is known.
            line.AppendLiteral("[          ] ");
            return;
        }
        ulong microseconds = nanoseconds / 1000;
        ulong seconds = microseconds / 1_000_000;
        line.Append((byte)'[');
        for (ulong limit = 100; limit > 1 && seconds < limit; limit /= 10)
        {
            line.Append((byte)' ');
        }
        line.AppendFormatted(seconds);
        line.Append((byte)'.');
        line.AppendFormatted(microseconds % 1_000_000, "d6");
        line.AppendLiteral("] ");
    }

    /// <summary>Formats line number <paramref name="index"/> (0 is the first since boot); false when the ring has
    /// lost it or it was not written yet. No lock: for a panic, and for readers who bear a torn line.</summary>
    public static bool TryFormat(ulong index, ref Line line)
    {
        if (index >= s_written || index + Capacity < s_written)
        {
            return false;
        }
        Entry* entry = EntryAt(index);
        Format(ref line, entry->Time, entry->Severity, entry->Text, entry->Length);
        return true;
    }

    private static Entry* EntryAt(ulong index)
        => (Entry*)(Pointers.Of(ref s_ring.Storage[0]) + (index % Capacity * LineBytes));
}
