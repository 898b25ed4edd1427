using System.Runtime.InteropServices;
using System.Text;
using Enso.Machine.Diagnostics;

namespace Enso.Tests.Symbols;

/// <summary>A symbol table in memory that does not move, given to the lower half's reader until disposed.
/// </summary>
internal sealed unsafe class LoadedTable : IDisposable
{
    private byte* _memory;

    /// <summary>Copies the table and initialises the reader with it.</summary>
    public LoadedTable(byte[] table)
    {
        // SAFETY: the copy has the table's size and lives until Dispose, which takes it from the reader
        // first.
        _memory = (byte*)NativeMemory.Alloc((nuint)Math.Max(table.Length, 1));
        table.CopyTo(new Span<byte>(_memory, table.Length));
        IsAccepted = SymbolTable.Initialize(_memory, (ulong)table.Length);
    }

    /// <summary>Whether the reader took it.</summary>
    public bool IsAccepted { get; }

    /// <summary>What the reader says about an address; null when it does not know it.</summary>
    public static Found? Find(ulong address)
    {
        // SAFETY: the structure is on this stack; its texts end in zero within their buffers.
        SymbolInfo info;
        if (!SymbolTable.TryFind(address, &info))
        {
            return null;
        }
        string name = Encoding.UTF8.GetString(info.NameText, info.NameLength);
        string file = Encoding.UTF8.GetString(info.FileText, info.FileLength);
        return new Found(info.Start, info.Size, name, file, info.Line, info.IsLower, info.IsManaged);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SymbolTable.Initialize(null, 0);
        NativeMemory.Free(_memory);
        _memory = null;
    }

    /// <summary>One answer of the reader.</summary>
    internal sealed record Found(
        ulong Start, uint Size, string Name, string File, uint Line, bool IsLower, bool IsManaged);
}
