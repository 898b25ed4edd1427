using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>As many bytes as a cache line has, to keep what is before and behind it apart.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct CacheLine
{
    public const int Bytes = 64;
}
