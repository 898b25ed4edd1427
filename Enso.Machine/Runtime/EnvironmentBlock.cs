using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Boot;

namespace Enso.Machine.Runtime;

/// <summary>The environment: words <c>NAME=value</c> of the kernel command line whose name starts with a capital
/// letter, so that <c>DOTNET_GCgen0size=4000000</c> reaches the collector as it does elsewhere.</summary>
internal static unsafe class EnvironmentBlock
{
    private const int Capacity = 1024;
    private const int MaximumVariables = 32;

    private struct Storage
    {
        public fixed byte Text[Capacity];
        public fixed ulong Variables[MaximumVariables + 1];
    }

    private static Storage s_storage;
    private static int s_count;

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_environ")]
    private static extern byte*** EnvironmentPointer();

    /// <summary>Reads the command line.</summary>
    public static void Initialize()
    {
        *EnvironmentPointer() = Variables;
        byte* text = Pointers.Of(ref s_storage.Text[0]);
        ulong* variables = Pointers.Of(ref s_storage.Variables[0]);
        int used = 0;
        for (byte* word = BootInfo.CommandLine; *word != 0 && s_count < MaximumVariables;)
        {
            int length = 0;
            bool hasValue = false;
            while (word[length] is not 0 and not (byte)' ')
            {
                hasValue |= word[length] == '=';
                length++;
            }
            if (hasValue && word[0] is >= (byte)'A' and <= (byte)'Z' && used + length + 1 <= Capacity)
            {
                variables[s_count++] = (ulong)(text + used);
                for (int i = 0; i < length; i++)
                {
                    text[used++] = word[i];
                }
                text[used++] = 0;
            }
            word += length;
            while (*word == ' ')
            {
                word++;
            }
        }
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
