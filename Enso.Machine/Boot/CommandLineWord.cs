namespace Enso.Machine.Boot;

/// <summary>Words of the kernel's command line. They are separated by spaces; those before a word <c>--</c> are the
/// kernel's options and the environment, those after it the program's arguments.</summary>
/// <remarks>In arguments and variables a byte may stand as <c>%</c> and two hexadecimal digits, so that spaces and what
/// a boot loader or an emulator would read as its own get through; a word that is only <c>%</c> is the empty word. The
/// encoder is the tool's (<c>Enso.Tool/Programs/GuestWord.cs</c>).</remarks>
internal static unsafe class CommandLineWord
{
    /// <summary>The start of the word after this one; at the end of the line, its terminating zero.</summary>
    public static byte* Next(byte* word)
    {
        while (*word is not 0 and not (byte)' ')
        {
            word++;
        }
        return SkipSpaces(word);
    }

    /// <summary>The first word from here.</summary>
    public static byte* SkipSpaces(byte* text)
    {
        while (*text == ' ')
        {
            text++;
        }
        return text;
    }

    /// <summary>Whether the options end here: at the end of the line, or at the word <c>--</c>.</summary>
    public static bool EndsOptions(byte* word)
        => *word == 0 || (word[0] == '-' && word[1] == '-' && word[2] is 0 or (byte)' ');

    /// <summary>Writes the word as it was before it was encoded, and a zero; returns the bytes written, the zero among
    /// them, which are at most one more than the word has.</summary>
    public static int Decode(byte* word, byte* destination)
    {
        int length = 0;
        bool isEmpty = word[0] == '%' && word[1] is 0 or (byte)' ';
        for (byte* at = word; !isEmpty && *at is not 0 and not (byte)' '; at++)
        {
            int high = at[0] == '%' ? Digit(at[1]) : -1;
            int low = high < 0 ? -1 : Digit(at[2]);
            destination[length++] = low < 0 ? *at : (byte)((high << 4) | low);
            at += low < 0 ? 0 : 2;
        }
        destination[length] = 0;
        return length + 1;
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        _ => -1,
    };
}
