namespace Enso.Machine.Runtime.Text;

/// <summary>Writing every byte to a file descriptor that may take only some at a time.</summary>
internal static unsafe class DescriptorWriter
{
    /// <summary>Writes bytes until all are written or a write makes no progress; returns how many
    /// were.</summary>
    public static ulong WriteAll(int descriptor, byte* bytes, ulong count)
    {
        ulong done = 0;
        while (done < count)
        {
            long written = TextImports.Write(descriptor, bytes + done, (long)(count - done));
            if (written <= 0)
            {
                break;
            }
            done += (ulong)written;
        }
        return done;
    }
}
