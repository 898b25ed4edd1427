using System.Globalization;
using System.Text;

namespace Enso.Tool.Programs;

/// <summary>Words on the kernel's command line that may hold anything: a byte that a space would end, or that GRUB, the
/// emulator or the kernel would read as its own, becomes <c>%</c> and two hexadecimal digits. The kernel takes them
/// apart in <c>Enso.Machine/Boot/CommandLineWord.cs</c>.</summary>
public static class GuestWord
{
    private const string Empty = "%";
    private const string Plain = "_-./:=,+@";

    /// <summary>Encodes a program's argument.</summary>
    /// <param name="argument">The argument; it holds no NUL.</param>
    /// <returns>One word.</returns>
    public static string EncodeArgument(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.Length == 0 ? Empty : Encode(argument);
    }

    /// <summary>Encodes an environment variable.</summary>
    /// <param name="variable">The variable, <c>NAME=value</c>; it holds no NUL.</param>
    /// <returns>One word, which the kernel cannot take for one of its options: those begin with a small letter.</returns>
    public static string EncodeVariable(string variable)
    {
        ArgumentException.ThrowIfNullOrEmpty(variable);
        string word = Encode(variable);
        return word[0] is (>= 'A' and <= 'Z') or '_' or '%'
            ? word
            : string.Create(CultureInfo.InvariantCulture, $"%{(int)word[0]:X2}{word[1..]}");
    }

    private static string Encode(string text)
    {
        StringBuilder word = new(text.Length);
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)value;
            if (char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            {
                word.Append(c);
            }
            else
            {
                word.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return word.ToString();
    }
}
