using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Boot;
using Enso.Machine.Cpu;

namespace Enso.Machine.Runtime;

/// <summary>The environment: words <c>NAME=value</c> of the kernel command line whose name starts with a capital
/// letter, an underscore or an encoded byte, so that <c>DOTNET_GCgen0size=4000000</c> reaches the collector as it does
/// elsewhere, and <c>%68ome=/</c> is a variable although it starts with a small letter; and TERM, which names the
/// console's terminal unless the command line names another.</summary>
internal static unsafe class EnvironmentBlock
{
    // The shortest variable is a letter, '=' and a space; TERM is one more.
    private const int MaximumVariables = (BootInfo.CommandLineCapacity / 3) + 1;

    private struct Storage
    {
        public fixed byte Text[BootInfo.CommandLineCapacity];
        public fixed ulong Variables[MaximumVariables + 1];
    }

    private static Storage s_storage;
    private static int s_count;

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_environ")]
    private static extern byte*** EnvironmentPointer();

    /// <summary>Reads the command line and makes C's <c>environ</c> of it.</summary>
    public static void Initialize()
    {
        *EnvironmentPointer() = Variables;
        Read();
    }

    /// <summary>Reads the command line.</summary>
    public static void Read()
    {
        byte* text = Pointers.Of(ref s_storage.Text[0]);
        s_count = 0;
        for (byte* word = CommandLineWord.SkipSpaces(BootInfo.CommandLine); !CommandLineWord.EndsOptions(word);
            word = CommandLineWord.Next(word))
        {
            if (*word is (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or (byte)'%' && HasValue(word))
            {
                Variables[s_count++] = text;
                text += CommandLineWord.Decode(word, text);
            }
        }
        if (Find(Pointers.Of("TERM\0"u8)) == null)
        {
            Variables[s_count++] = Pointers.Of(TerminalDescription.Variable);
        }
        Variables[s_count] = null;
    }

    private static bool HasValue(byte* word)
    {
        while (*word is not 0 and not (byte)' ' and not (byte)'=')
        {
            word++;
        }
        return *word == '=';
    }

    /// <summary>The array that C calls <c>environ</c>, ended by a null pointer.</summary>
    public static byte** Variables => (byte**)Pointers.Of(ref s_storage.Variables[0]);

    /// <summary>A variable's value, or null.</summary>
    public static byte* Find(byte* name)
    {
        for (int i = 0; i < s_count; i++)
        {
            byte* variable = Variables[i];
            int k = 0;
            while (name[k] != 0 && name[k] == variable[k])
            {
                k++;
            }
            if (name[k] == 0 && variable[k] == '=')
            {
                return variable + k + 1;
            }
        }
        return null;
    }
}
