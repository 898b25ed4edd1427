using System.Buffers.Binary;
using Enso.Build.Elf;

namespace Enso.Build.Plugs;

/// <summary>The global symbols of an archive taken whole, or of one object file.</summary>
internal sealed class ObjectSymbols
{
    private const int RelocationSize = 24;

    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    private ObjectSymbols(string path)
    {
        foreach (ElfFile file in Archive.Load(path))
        {
            Add(file);
        }
        _named.ExceptWith(_defined);
        _called.ExceptWith(_defined);
    }

    /// <summary>What it defines for others.</summary>
    public IReadOnlySet<string> Defined => _defined;

    /// <summary>What its symbol tables name and it does not define.</summary>
    public IReadOnlySet<string> Undefined => _named;

    /// <summary>Those of <see cref="Undefined"/> that an instruction or a datum refers to: a linker needs these.
    /// </summary>
    public IReadOnlySet<string> Called => _called;

    /// <summary>Reads an archive or an object file.</summary>
    /// <exception cref="ElfFormatException">The file is neither.</exception>
    public static ObjectSymbols Load(string path) => new(path);

    private void Add(ElfFile file)
    {
        foreach (ElfSymbol symbol in file.Symbols.Where(s => !s.IsLocal))
        {
            (symbol.IsUndefined ? _named : _defined).Add(symbol.Name);
        }
        foreach (ElfSection section in file.Sections.Where(s => s.Type == ElfSection.TypeRelocations))
        {
            ReadOnlySpan<byte> content = file.Content(section).Span;
            for (int at = 0; at + RelocationSize <= content.Length; at += RelocationSize)
            {
                // r_info: the symbol's number in the upper half.
                uint index = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 12)..]);
                ElfSymbol symbol = file.Symbols[(int)index];
                if (symbol.IsUndefined && !symbol.IsLocal)
                {
                    _called.Add(symbol.Name);
                }
            }
        }
    }
}
