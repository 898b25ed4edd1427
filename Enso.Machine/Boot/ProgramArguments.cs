namespace Enso.Machine.Boot;

/// <summary>What <c>Main</c> is given: the image's name, then the words after <c>--</c> on the kernel's command line.
/// </summary>
internal static unsafe class ProgramArguments
{
    // Words are at least one byte and a space long.
    private const int Maximum = (BootInfo.CommandLineCapacity / 2) + 1;

    private struct Storage
    {
        public fixed byte Text[BootInfo.CommandLineCapacity];
        public fixed ulong Arguments[Maximum + 1];
    }

    private static Storage s_storage;

    /// <summary>The array that C calls <c>argv</c>, ended by a null pointer.</summary>
    public static byte** Vector => (byte**)Pointers.Of(ref s_storage.Arguments[0]);

    /// <summary>Reads the command line; returns how many arguments there are.</summary>
    /// <param name="name">The image's name, which is argument 0.</param>
    public static int Read(byte* name)
    {
        byte* text = Pointers.Of(ref s_storage.Text[0]);
        byte* word = CommandLineWord.SkipSpaces(BootInfo.CommandLine);
        while (!CommandLineWord.EndsOptions(word))
        {
            word = CommandLineWord.Next(word);
        }
        int count = 0;
        Vector[count++] = name;
        if (*word != 0)
        {
            for (word = CommandLineWord.Next(word); *word != 0; word = CommandLineWord.Next(word))
            {
                Vector[count++] = text;
                text += CommandLineWord.Decode(word, text);
            }
        }
        Vector[count] = null;
        return count;
    }
}
