using Enso.Machine.Signals;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Console;

/// <summary>What is known of the terminal at the other end of the serial line, and which of the two, it or the screen,
/// says where the cursor is and how large the console is.</summary>
/// <remarks><para>A serial line does not tell whether anybody is there. So the kernel asks when a program first wants
/// to know size or position: it sends the cursor to the far corner, asks where it is and moves it back, as
/// <c>resize</c> of X11 does. A terminal answers at once; then it counts, until somebody types on the keyboard. One
/// that does not answer in <see cref="AnswerTime"/> is not asked again, and the screen counts.</para>
/// <para>When the other one begins to count, the process gets SIGWINCH. A program's question is always answered, once:
/// .NET takes 256 bytes of its stack for typed keys when it is not.</para></remarks>
internal static unsafe class SerialTerminal
{
    /// <summary>Nanoseconds that a terminal has to answer.</summary>
    public const ulong AnswerTime = 300_000_000;

    /// <summary>Rows of a terminal that does not say how many it has.</summary>
    public const int DefaultRows = 24;

    /// <summary>Columns of a terminal that does not say how many it has.</summary>
    public const int DefaultColumns = 80;

    /// <summary>Bytes that it takes at once.</summary>
    public const int MaximumReceived = 64;

    private const int WindowChanged = 28; // SIGWINCH

    // Values of s_question.
    private const int Free = 0;
    private const int Open = 1;
    private const int Answered = 2;

    private static SpinLock s_lock;

    // Guarded by s_lock.
    private static ReportFilter s_filter;

    // The interrupt handler's (Input.OnSerial), which calls from one core at a time. Not on the stack: see
    // PageTables.ProtectImage.
    private static Bytes s_released;

    // Whether a question is open; written under s_lock, except that whoever asks first takes it. Those who wait for the
    // answer, or to ask, wait on it.
    private static int s_question;

    private static Knowledge s_knowledge;
    private static InputSource s_typed;
    private static int s_rows;
    private static int s_columns;

    // What a program said the size is; 0 when none did.
    private static int s_saidRows;
    private static int s_saidColumns;

    private struct Bytes
    {
        public fixed byte Storage[MaximumReceived + ReportFilter.Capacity];
    }

    private enum Knowledge
    {
        NeverAsked,
        Answers,
        IsSilent,
    }

    /// <summary>Whether the terminal at the serial line counts, and not the screen.</summary>
    private static bool Counts => SerialPort.IsPresent
        && (Screen.Columns == 0 || (s_knowledge == Knowledge.Answers && s_typed != InputSource.Keyboard));

    /// <summary>Takes what came over the serial line. Called by its interrupt handler, which does so once at a
    /// time.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="count">How many, at most <see cref="MaximumReceived"/>.</param>
    public static void Receive(byte* bytes, int count)
    {
        if (Volatile.Read(ref s_question) == Open)
        {
            byte* released = Pointers.Of(ref s_released.Storage[0]);
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                kept += Filter(bytes[i], released + kept);
            }
            bytes = released;
            count = kept;
        }
        if (count != 0)
        {
            Typed(InputSource.Serial);
            ConsoleTerminal.Receive(bytes, count);
        }
    }

    /// <summary>Notes where something was typed. Interrupts are off.</summary>
    public static void Typed(InputSource source)
    {
        if (source == s_typed)
        {
            return;
        }
        bool before = Counts;
        s_typed = source;
        if (Counts != before)
        {
            ProcessSignals.PostKeepingCore(WindowChanged);
        }
    }

    /// <summary>The console's size in characters.</summary>
    public static void GetSize(out int rows, out int columns)
    {
        if (s_saidRows != 0 && s_saidColumns != 0)
        {
            rows = s_saidRows;
            columns = s_saidColumns;
            return;
        }
        if (s_knowledge != Knowledge.IsSilent)
        {
            AskSize();
        }
        bool isKnown = s_knowledge == Knowledge.Answers;
        rows = !Counts && Screen.Columns != 0 ? Screen.Rows : isKnown ? s_rows : DefaultRows;
        columns = !Counts && Screen.Columns != 0 ? Screen.Columns : isKnown ? s_columns : DefaultColumns;
    }

    /// <summary>Believes a program what size the console has, from now on; a size with a 0 takes that back.</summary>
    public static void SetSize(int rows, int columns)
    {
        bool isChanged = rows != s_saidRows || columns != s_saidColumns;
        s_saidRows = rows;
        s_saidColumns = columns;
        if (isChanged)
        {
            ProcessSignals.Post(WindowChanged);
        }
    }

    /// <summary>Carries out a program's question where the cursor is: the report is typed.</summary>
    public static void ReportPosition()
    {
        if (s_knowledge == Knowledge.NeverAsked)
        {
            AskSize();
        }
        if (Counts && s_knowledge == Knowledge.Answers && Ask("\e[6n"u8, out int row, out int column))
        {
            Report(row, column);
        }
        else if (Screen.Columns != 0)
        {
            Report(ScreenTerminal.Row + 1, ScreenTerminal.Column + 1);
        }
        else
        {
            // Nobody knows; text mostly ends in the last row.
            int written = Output.Column + 1;
            Report(DefaultRows, written < DefaultColumns ? written : DefaultColumns);
        }
    }

    private static void Report(int row, int column)
    {
        byte* report = stackalloc byte[ReportFilter.Capacity];
        int length = 0;
        report[length++] = 0x1B;
        report[length++] = (byte)'[';
        AppendNumber(report, ref length, row);
        report[length++] = (byte)';';
        AppendNumber(report, ref length, column);
        report[length++] = (byte)'R';
        ConsoleTerminal.Receive(report, length);
    }

    private static void AppendNumber(byte* text, ref int length, int value)
    {
        int power = 1;
        while (value / power >= 10)
        {
            power *= 10;
        }
        for (; power != 0; power /= 10)
        {
            text[length++] = (byte)('0' + (value / power % 10));
        }
    }

    private static void AskSize()
    {
        // Where messages are marked, a program reads the line, which is no terminal and would pass the question on.
        bool isWorthIt = SerialPort.IsPresent && !Output.MarksMessages
            && (s_knowledge == Knowledge.NeverAsked || Counts);
        if (isWorthIt && Ask("\e7\e[999;999H\e[6n\e8"u8, out int rows, out int columns))
        {
            s_rows = rows;
            s_columns = columns;
        }
    }

    /// <summary>Asks the terminal something that it answers with a position, and waits for the answer; false when there
    /// is none.</summary>
    private static bool Ask(ReadOnlySpan<byte> question, out int row, out int column)
    {
        for (int seen = Take(); seen != Free; seen = Take())
        {
            // Somebody else asks.
            Futex.Wait(Pointers.Of(ref s_question), seen, 0);
        }
        ulong deadline = Clock.Now() + AnswerTime;
        Output.WriteToSerial(question);
        Futex.Outcome outcome = Futex.Outcome.Woken;
        while (Volatile.Read(ref s_question) == Open && outcome != Futex.Outcome.TimedOut)
        {
            outcome = Futex.Wait(Pointers.Of(ref s_question), Open, deadline);
        }
        byte* released = stackalloc byte[ReportFilter.Capacity];
        ulong flags = s_lock.Acquire();
        bool isAnswered = s_question == Answered;
        bool isLost = !isAnswered && s_knowledge == Knowledge.Answers;
        row = s_filter.Row;
        column = s_filter.Column;
        s_knowledge = isAnswered ? Knowledge.Answers : Knowledge.IsSilent;
        int length = s_filter.Release(released);
        Volatile.Write(ref s_question, Free);
        s_lock.Release(flags);
        Futex.Wake(Pointers.Of(ref s_question), int.MaxValue);
        if (length != 0)
        {
            ConsoleTerminal.Receive(released, length);
        }
        if (isLost)
        {
            ProcessSignals.Post(WindowChanged);
        }
        return isAnswered;
    }

    private static int Take() => Interlocked.CompareExchange(ref s_question, Open, Free);

    /// <summary>Takes a byte while an answer is expected; returns how many bytes are to be passed on. Interrupts are
    /// off.</summary>
    private static int Filter(byte value, byte* released)
    {
        s_lock.AcquireWithInterruptsOff();
        int length = 1;
        released[0] = value;
        bool isAnswer = s_question == Open && s_filter.Feed(value, released, out length);
        if (isAnswer)
        {
            Volatile.Write(ref s_question, Answered);
        }
        s_lock.ReleaseKeepingInterruptsOff();
        if (isAnswer)
        {
            Futex.WakeKeepingCore(Pointers.Of(ref s_question), int.MaxValue);
        }
        return length;
    }
}
