using System.Runtime.InteropServices;

namespace Enso.Scheduler;

/// <summary>As many bytes as a pair of cache lines has, to keep what is before and behind it apart.</summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct LinePair
{
    public const int Bytes = 128;
}
