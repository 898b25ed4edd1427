using System.Runtime.InteropServices;

namespace Enso.Drawing.Scenarios;

/// <summary>A message so large that eight are a page, which is the smallest ring that can be mirrored.</summary>
[StructLayout(LayoutKind.Sequential, Size = 512)]
internal readonly struct Block;
