using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>The <c>printf</c> functions that write to memory. The ones with a variable argument list are in
/// <c>varargs.S</c> and end here.</summary>
internal static unsafe class StringPrinting
{
    /// <summary>Formats into a buffer of <paramref name="size"/> bytes, terminator included.</summary>
    /// <returns>The bytes that the whole text has, fitting or not; -1 when an <c>int</c> cannot
    /// say.</returns>
    [RuntimeExport("vsnprintf")]
    [Partial(Formatter.Missing)]
    internal static int PrintBounded(byte* buffer, ulong size, byte* format, VariableArguments* arguments)
    {
        FormatOutput output = FormatOutput.ToBuffer(buffer, size);
        Formatter.Format(&output, format, arguments);
        output.Terminate();
        return output.Result;
    }

    /// <summary>Formats into a buffer that the caller vouches for.</summary>
    [RuntimeExport("vsprintf")]
    [Partial(Formatter.Missing)]
    internal static int Print(byte* buffer, byte* format, VariableArguments* arguments)
        => PrintBounded(buffer, ulong.MaxValue, format, arguments);

    /// <summary>Formats into memory from <c>malloc</c>.</summary>
    /// <returns>The length; -1, with a null result, when there is no memory.</returns>
    [RuntimeExport("vasprintf")]
    [Partial(Formatter.Missing)]
    internal static int PrintAllocated(byte** result, byte* format, VariableArguments* arguments)
    {
        *result = null;
        // The first pass only measures; it reads a copy of the list, which the second needs from the start.
        VariableArguments measured = *arguments;
        int length = PrintBounded(null, 0, format, &measured);
        if (length < 0)
        {
            return length;
        }
        byte* text = (byte*)TextImports.Allocate((ulong)length + 1);
        if (text == null)
        {
            return -1;
        }
        *result = text;
        return PrintBounded(text, (ulong)length + 1, format, arguments);
    }
}
