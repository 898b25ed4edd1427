namespace Enso.Machine.Runtime.Text;

/// <summary>The engine beneath the <c>printf</c> family. Conversions <c>d i u o x X c s p f F e E g G m %</c>
/// with every flag, width, precision and length of C99.</summary>
/// <remarks>Not here: wide characters (<c>l</c> before <c>c</c> and <c>s</c> has no effect), <c>a</c>,
/// positional arguments, grouping, <c>long double</c> (its argument is passed over and shows as <c>?</c>).
/// <c>%n</c> takes its argument and stores nothing. A conversion that is not known is copied as it
/// stands.</remarks>
internal static unsafe class Formatter
{
    /// <summary>What the <c>printf</c> family does not do.</summary>
    public const string Missing =
        "no wide characters, %a, positional arguments, grouping or long double; %n stores nothing";

    private const byte Blank = (byte)' ';

    /// <summary>Formats arguments into an output, which is neither terminated nor flushed.</summary>
    public static void Format(FormatOutput* output, byte* format, VariableArguments* arguments)
    {
        // SAFETY: the format ends in zero and says which arguments there are, as the C caller promises.
        while (*format != 0)
        {
            if (*format != '%')
            {
                output->Put(*format++);
                continue;
            }
            FormatSpecification specification;
            byte* next = FormatSpecification.Read(format + 1, arguments, &specification);
            if (!Convert(output, &specification, arguments))
            {
                output->Put(format, (ulong)(next - format));
            }
            format = next;
        }
    }

    /// <summary>Carries out one conversion; false when it is not known.</summary>
    private static bool Convert(
        FormatOutput* output, FormatSpecification* specification, VariableArguments* arguments)
    {
        switch (specification->Conversion)
        {
            case (byte)'d':
            case (byte)'i':
                IntegerFormat.WriteSigned(output, specification, Narrow(arguments, specification->Size));
                return true;
            case (byte)'u':
            case (byte)'o':
            case (byte)'x':
            case (byte)'X':
                ulong value = (ulong)Narrow(arguments, specification->Size) & Mask(specification->Size);
                IntegerFormat.WriteUnsigned(output, specification, value);
                return true;
            case (byte)'p':
                IntegerFormat.WritePointer(output, specification, arguments->NextInteger());
                return true;
            case (byte)'c':
                byte character = (byte)arguments->NextInteger();
                WriteText(output, specification, &character, 1);
                return true;
            case (byte)'s':
                WriteString(output, specification, arguments->NextPointer());
                return true;
            case (byte)'f':
            case (byte)'F':
            case (byte)'e':
            case (byte)'E':
            case (byte)'g':
            case (byte)'G':
                WriteDouble(output, specification, arguments);
                return true;
            case (byte)'m':
                WriteString(output, specification, ErrorMessages.Message(*TextImports.ErrorNumber()));
                return true;
            case (byte)'n':
                arguments->NextInteger();
                return true;
            case (byte)'%':
                output->Put((byte)'%');
                return true;
            default:
                return false;
        }
    }

    private static void WriteDouble(
        FormatOutput* output, FormatSpecification* specification, VariableArguments* arguments)
    {
        if (specification->Size == LengthModifier.LongDouble)
        {
            arguments->SkipLongDouble();
            byte unknown = (byte)'?';
            WriteText(output, specification, &unknown, 1);
            return;
        }
        DoubleFormat.Write(output, specification, arguments->NextDouble());
    }

    private static void WriteString(FormatOutput* output, FormatSpecification* specification, byte* text)
    {
        byte* missing = stackalloc byte[6];
        if (text == null)
        {
            missing[0] = (byte)'(';
            missing[1] = (byte)'n';
            missing[2] = (byte)'u';
            missing[3] = (byte)'l';
            missing[4] = (byte)'l';
            missing[5] = (byte)')';
            // As in the GNU library: a precision that would cut the word leaves nothing of it.
            bool fits = specification->Precision is FormatSpecification.NoPrecision or >= 6;
            WriteText(output, specification, missing, fits ? 6u : 0u);
            return;
        }
        ulong limit = specification->Precision < 0 ? ulong.MaxValue : (ulong)specification->Precision;
        WriteText(output, specification, text, StringFunctions.BoundedLength(text, limit));
    }

    private static void WriteText(
        FormatOutput* output, FormatSpecification* specification, byte* text, ulong length)
    {
        long padding = specification->Width - (long)length;
        if (!specification->Left)
        {
            output->Repeat(Blank, padding);
        }
        output->Put(text, length);
        if (specification->Left)
        {
            output->Repeat(Blank, padding);
        }
    }

    /// <summary>The next integer argument, sign-extended from its size: a register's upper bits are
    /// undefined. </summary>
    private static long Narrow(VariableArguments* arguments, int size)
    {
        ulong value = arguments->NextInteger();
        return size switch
        {
            sizeof(sbyte) => (sbyte)value,
            sizeof(short) => (short)value,
            sizeof(int) => (int)value,
            _ => (long)value,
        };
    }

    private static ulong Mask(int size) => size >= sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * size)) - 1;
}
