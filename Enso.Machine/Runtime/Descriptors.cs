using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>What a file descriptor stands for.</summary>
internal enum DescriptorKind
{
    /// <summary>Not open.</summary>
    None,

    /// <summary>The console's terminal, for reading and writing.</summary>
    Terminal,

    /// <summary>The description of the terminal (<see cref="TerminalDescription"/>), for reading.</summary>
    TerminalDescription,

    /// <summary>The program's input from whoever is at the other end of the serial line (<see cref="SerialInput"/>): no
    /// terminal.</summary>
    SerialInput,

    /// <summary>The program's output, which whoever reads the serial line takes apart from its messages: no terminal.
    /// </summary>
    MarkedOutput,

    /// <summary>The program's messages, likewise.</summary>
    MarkedError,

    /// <summary><c>/dev/null</c>.</summary>
    Null,

    /// <summary><c>/dev/zero</c>.</summary>
    Zero,

    /// <summary><c>/dev/urandom</c> and <c>/dev/random</c>.</summary>
    Random,

    /// <summary>A pipe's reading end.</summary>
    PipeReader,

    /// <summary>A pipe's writing end.</summary>
    PipeWriter,
}

/// <summary>The descriptor table. Files come with a file system; until then a path other than the devices above does
/// not exist.</summary>
internal static unsafe class Descriptors
{
    /// <summary>Descriptors at most.</summary>
    public const int Maximum = 256;

    private struct Descriptor
    {
        public DescriptorKind Kind;
        public Pipe* Pipe;
        public ulong Position;
    }

    private struct Table
    {
        public fixed byte Storage[Maximum * 24];
    }

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static Table s_table;

    private static Descriptor* At(int index) => (Descriptor*)(Pointers.Of(ref s_table.Storage[0]) + (index * 24));

    /// <summary>Opens 0, 1 and 2.</summary>
    public static void Initialize()
    {
        At(0)->Kind = Output.MarksMessages ? DescriptorKind.SerialInput : DescriptorKind.Terminal;
        At(1)->Kind = Output.MarksMessages ? DescriptorKind.MarkedOutput : DescriptorKind.Terminal;
        At(2)->Kind = Output.MarksMessages ? DescriptorKind.MarkedError : DescriptorKind.Terminal;
    }

    /// <summary>What a descriptor is; None for a number that is out of range.</summary>
    public static DescriptorKind KindOf(int file) => (uint)file < Maximum ? At(file)->Kind : DescriptorKind.None;

    /// <summary>Where in its file a descriptor reads next.</summary>
    public static ref ulong PositionOf(int file) => ref At(file)->Position;

    /// <summary>The pipe of a descriptor.</summary>
    public static Pipe* PipeOf(int file) => At(file)->Pipe;

    /// <summary>Opens the lowest free descriptor that is at least <paramref name="lowest"/>; -1 when all are in
    /// use.</summary>
    public static int Open(DescriptorKind kind, Pipe* pipe, int lowest)
    {
        int found = -1;
        ulong flags = s_lock.Acquire();
        for (int i = lowest; i < Maximum && found < 0; i++)
        {
            if (At(i)->Kind == DescriptorKind.None)
            {
                At(i)->Kind = kind;
                At(i)->Pipe = pipe;
                At(i)->Position = 0;
                found = i;
            }
        }
        s_lock.Release(flags);
        if (found >= 0 && pipe != null)
        {
            Pipe.AddEnd(pipe, kind);
        }
        return found;
    }

    /// <summary>Closes a descriptor; false when it is not open.</summary>
    public static bool Close(int file)
    {
        if ((uint)file >= Maximum)
        {
            return false;
        }
        ulong flags = s_lock.Acquire();
        Descriptor closed = *At(file);
        At(file)->Kind = DescriptorKind.None;
        At(file)->Pipe = null;
        s_lock.Release(flags);
        if (closed.Pipe != null)
        {
            Pipe.RemoveEnd(closed.Pipe, closed.Kind);
        }
        return closed.Kind != DescriptorKind.None;
    }

    /// <summary>Makes <paramref name="to"/> the same as <paramref name="from"/>, closing what it was; false when
    /// <paramref name="from"/> is not open or <paramref name="to"/> is out of range.</summary>
    public static bool Duplicate(int from, int to)
    {
        if ((uint)from >= Maximum || (uint)to >= Maximum)
        {
            return false;
        }
        ulong flags = s_lock.Acquire();
        Descriptor copied = *At(from);
        Descriptor closed = *At(to);
        bool changes = copied.Kind != DescriptorKind.None && from != to;
        if (changes)
        {
            *At(to) = copied;
        }
        if (changes && copied.Pipe != null)
        {
            // Counted before the lock is given back, so that nobody closes the pipe's last end meanwhile.
            Pipe.AddEnd(copied.Pipe, copied.Kind);
        }
        s_lock.Release(flags);
        if (changes && closed.Pipe != null)
        {
            Pipe.RemoveEnd(closed.Pipe, closed.Kind);
        }
        return copied.Kind != DescriptorKind.None;
    }

    /// <summary>Whether a descriptor is the terminal.</summary>
    public static bool IsTerminal(int file) => KindOf(file) == DescriptorKind.Terminal;

    /// <summary>Whether a read would return at once.</summary>
    public static bool IsReadable(int file) => KindOf(file) switch
    {
        DescriptorKind.Terminal => ConsoleTerminal.IsReadable,
        DescriptorKind.SerialInput => SerialInput.IsReadable,
        DescriptorKind.PipeReader => Pipe.IsReadable(PipeOf(file)),
        DescriptorKind.None => false,
        _ => true,
    };

    /// <summary>Whether a write would take bytes at once.</summary>
    public static bool IsWritable(int file) => KindOf(file) switch
    {
        DescriptorKind.PipeWriter => Pipe.IsWritable(PipeOf(file)),
        DescriptorKind.None or DescriptorKind.PipeReader or DescriptorKind.SerialInput
            or DescriptorKind.TerminalDescription => false,
        _ => true,
    };
}
