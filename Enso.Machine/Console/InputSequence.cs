namespace Enso.Machine.Console;

/// <summary>What keys without a character send: escape sequences (ECMA-48 5.4, XTerm Control Sequences).</summary>
internal static unsafe class InputSequence
{
    private const byte Escape = 0x1B;

    /// <summary>Bytes after which something that began as a sequence is taken for none.</summary>
    private const int Longest = 16;

    /// <summary>Whether bytes end within a sequence, or with the escape character, which may begin one.</summary>
    public static bool IsUnfinished(byte* bytes, int count)
    {
        int start = count - 1;
        while (start >= 0 && count - start <= Longest && bytes[start] != Escape)
        {
            start--;
        }
        if (start < 0 || bytes[start] != Escape)
        {
            return false;
        }
        if (start == count - 1)
        {
            return true;
        }
        byte introducer = bytes[start + 1];
        if (introducer == 'O')
        {
            return start == count - 2;
        }
        for (int i = start + 2; i < count; i++)
        {
            if (bytes[i] is < 0x20 or > 0x3F)
            {
                return false;
            }
        }
        return introducer == '[';
    }
}
