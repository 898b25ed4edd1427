using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Runtime.Text;

/// <summary>The functions of <c>stdio.h</c> that write to a stream. A <c>FILE*</c> points at a structure
/// that begins with the file descriptor; streams keep nothing back, so every call ends in a
/// write.</summary>
/// <remarks>SAFETY: the streams, strings and formats are the C caller's promise.</remarks>
internal static unsafe class StreamPrinting
{
    private const int EndOfFile = -1;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Bytes gathered on the stack before a write: enough for a line. The methods that hold them
    /// skip the clearing, which would be a call into the core library.</summary>
    private const int BufferSize = 256;

    /// <summary>Formats to a stream; returns the bytes written, or -1.</summary>
    [RuntimeExport("vfprintf")]
    [Partial(Formatter.Missing)]
    internal static int PrintToStream(int* stream, byte* format, VariableArguments* arguments)
        => PrintToDescriptor(*stream, format, arguments);

    /// <summary>Formats to standard output; returns the bytes written, or -1.</summary>
    [RuntimeExport("vprintf")]
    [Partial(Formatter.Missing)]
    internal static int Print(byte* format, VariableArguments* arguments)
        => PrintToDescriptor(StandardOutput, format, arguments);

    /// <summary>Writes a string and a line feed to standard output.</summary>
    [RuntimeExport("puts"), SkipLocalsInit]
    internal static int PutLine(byte* text)
    {
        byte* buffer = stackalloc byte[BufferSize];
        FormatOutput output = FormatOutput.ToDescriptor(StandardOutput, buffer, BufferSize);
        output.Put(text, StringFunctions.Length(text));
        output.Put((byte)'\n');
        output.Flush();
        return output.Result;
    }

    /// <summary>Writes a string to a stream.</summary>
    [RuntimeExport("fputs")]
    internal static int PutString(byte* text, int* stream)
    {
        ulong length = StringFunctions.Length(text);
        return DescriptorWriter.WriteAll(*stream, text, length) == length ? 1 : EndOfFile;
    }

    /// <summary>Writes one byte to a stream; returns it, or -1.</summary>
    [RuntimeExport("fputc")]
    internal static int PutCharacter(int value, int* stream)
    {
        byte character = (byte)value;
        return DescriptorWriter.WriteAll(*stream, &character, 1) == 1 ? character : EndOfFile;
    }

    /// <summary>Writes one byte to standard output, which compilers make of a <c>printf</c> of one character.
    /// </summary>
    [RuntimeExport("putchar")]
    internal static int PutCharacterToOutput(int value)
    {
        int descriptor = StandardOutput;
        return PutCharacter(value, &descriptor);
    }

    /// <summary>Writes items to a stream; returns how many were written whole.</summary>
    [RuntimeExport("fwrite")]
    internal static ulong WriteItems(void* items, ulong size, ulong count, int* stream)
    {
        if (size == 0 || count == 0)
        {
            return 0;
        }
        return DescriptorWriter.WriteAll(*stream, (byte*)items, size * count) / size;
    }

    /// <summary>Writes to standard error what <c>errno</c> means, after a prefix if there is one.</summary>
    [RuntimeExport("perror"), SkipLocalsInit]
    internal static void PrintError(byte* prefix)
    {
        byte* message = ErrorMessages.Message(*TextImports.ErrorNumber());
        byte* buffer = stackalloc byte[BufferSize];
        FormatOutput output = FormatOutput.ToDescriptor(StandardError, buffer, BufferSize);
        if (prefix != null && *prefix != 0)
        {
            output.Put(prefix, StringFunctions.Length(prefix));
            output.Put((byte)':');
            output.Put((byte)' ');
        }
        output.Put(message, StringFunctions.Length(message));
        output.Put((byte)'\n');
        output.Flush();
    }

    [SkipLocalsInit]
    private static int PrintToDescriptor(int descriptor, byte* format, VariableArguments* arguments)
    {
        byte* buffer = stackalloc byte[BufferSize];
        FormatOutput output = FormatOutput.ToDescriptor(descriptor, buffer, BufferSize);
        Formatter.Format(&output, format, arguments);
        output.Flush();
        return output.Result;
    }
}
