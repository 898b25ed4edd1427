using System.Text;
using Enso.Machine.Diagnostics;
using Enso.Machine.Signals;
using Internal.DeveloperExperience;

namespace Enso.StackTraces;

/// <summary>Gives .NET's stack traces the files and lines of the image's own symbol table, which panics use too.</summary>
internal sealed class SourceLines : DeveloperExperience
{
    /// <inheritdoc/>
    public override string CreateStackTraceString(nint address, bool includeFileInfo, out bool isHidden)
    {
        if (includeFileInfo)
        {
            TryGetSourceLineInfo(address, out string? file, out int line, out _);
            if (file is not null && GetMethodName(address, out _, out isHidden) is string name)
            {
                return $"{name} in {file}:line {line}";
            }
        }
        return base.CreateStackTraceString(address, includeFileInfo, out isHidden);
    }

    /// <inheritdoc/>
    public override unsafe void TryGetSourceLineInfo(nint address, out string? file, out int line, out int column)
    {
        file = null;
        line = 0;
        column = 0;
        // A return address is that of the instruction after the call, which may begin the next statement; the byte
        // before it belongs to the call. An instruction that faulted is itself the place.
        ulong place = FaultAddresses.Contains((ulong)address) ? (ulong)address : (ulong)address - 1;
        SymbolInfo symbol;
        // SAFETY: the structure is on this stack, so the texts in it stay where they are while they are read.
        if (SymbolTable.TryFind(place, &symbol) && symbol.FileLength != 0)
        {
            file = Encoding.UTF8.GetString(symbol.FileText, symbol.FileLength);
            line = (int)symbol.Line;
        }
    }
}
