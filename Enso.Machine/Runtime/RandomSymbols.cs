using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Random bytes fit for keys, as C asks for them (<c>getrandom</c>(2), <c>getentropy</c>(3),
/// <c>arc4random</c>(3)).</summary>
internal static unsafe class RandomSymbols
{
    private const ulong EntropyLimit = 256;
    private const uint NonBlocking = 1; // GRND_NONBLOCK
    private const uint FromRandom = 2; // GRND_RANDOM
    private const uint Insecure = 4; // GRND_INSECURE

    /// <summary>Never blocks: the generator seeds itself when it is first asked.</summary>
    [RuntimeExport("getrandom")]
    private static long GetRandom(byte* buffer, ulong count, uint flags)
    {
        const uint known = NonBlocking | FromRandom | Insecure;
        const uint exclusive = FromRandom | Insecure;
        if ((flags & ~known) != 0 || (flags & exclusive) == exclusive)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        if (buffer == null && count != 0)
        {
            return Errno.Fail(Errno.EFAULT);
        }
        RandomBytes.Fill(buffer, count);
        return (long)count;
    }

    [RuntimeExport("getentropy")]
    private static int GetEntropy(byte* buffer, ulong count)
    {
        if (count > EntropyLimit)
        {
            return Errno.Fail(Errno.EIO);
        }
        return GetRandom(buffer, count, 0) < 0 ? -1 : 0;
    }

    [RuntimeExport("arc4random_buf")]
    private static void Random(byte* buffer, ulong count) => RandomBytes.Fill(buffer, count);
}
