using System.Text;

namespace Enso.Build.Symbols;

/// <summary>Encodes functions as <see cref="SymbolTableFormat"/> describes.</summary>
internal sealed class SymbolTableWriter
{
    private readonly IReadOnlyList<FunctionSymbol> _functions;
    private readonly IReadOnlyList<string> _files;
    private readonly ulong _base;

    private readonly ByteWriter _symbols = new();
    private readonly ByteWriter _names = new();
    private readonly ByteWriter _rows = new();
    private readonly List<(uint Address, int Symbols, int Names, int Rows)> _blocks = [];

    // Only the files that rows mention are kept, numbered by first use.
    private readonly Dictionary<int, int> _fileNumbers = new() { [0] = 0 };
    private readonly List<int> _usedFiles = [0];

    private SymbolTableWriter(IReadOnlyList<FunctionSymbol> functions, IReadOnlyList<string> files)
    {
        _functions = functions;
        _files = files;
        _base = functions.Count > 0 ? functions[0].Start : 0;
    }

    /// <summary>Encodes a table.</summary>
    /// <param name="functions">The functions, sorted by address and disjoint.</param>
    /// <param name="files">The files that the functions' rows name; entry 0 is no source.</param>
    /// <param name="managedStart">The first address of managed code.</param>
    /// <param name="managedEnd">The address after managed code.</param>
    public static byte[] Write(
        IReadOnlyList<FunctionSymbol> functions, IReadOnlyList<string> files, ulong managedStart,
        ulong managedEnd)
    {
        SymbolTableWriter writer = new(functions, files);
        writer.EncodeFunctions();
        return writer.Assemble(managedStart, managedEnd);
    }

    private void EncodeFunctions()
    {
        byte[] previousName = [];
        ulong previousStart = 0;
        for (int i = 0; i < _functions.Count; i++)
        {
            FunctionSymbol function = _functions[i];
            if (i % SymbolTableFormat.SymbolsPerBlock == 0)
            {
                _blocks.Add((Relative(function.Start), _symbols.Length, _names.Length, _rows.Length));
                previousStart = function.Start;
                previousName = [];
            }
            int rows = _rows.Length;
            EncodeRows(function);
            _symbols.Varint(function.Start - previousStart);
            _symbols.Varint(function.Size);
            _symbols.U8(function.Flags);
            _symbols.Varint((ulong)(_rows.Length - rows));
            previousStart = function.Start;

            byte[] name = NameBytes(function.Name);
            int shared = previousName.AsSpan().CommonPrefixLength(name);
            _names.Varint((ulong)shared);
            _names.Varint((ulong)(name.Length - shared));
            _names.Bytes(name.AsSpan(shared));
            previousName = name;
        }
    }

    private void EncodeRows(FunctionSymbol function)
    {
        if (function.Rows.Count == 0)
        {
            return;
        }
        ulong address = function.Start;
        int file = 0;
        uint line = 0;
        int next = 0;
        if (function.Rows[0].Address == address)
        {
            file = FileNumber(function.Rows[0].File);
            line = function.Rows[0].Line;
            next = 1;
        }
        _rows.Varint((ulong)file);
        _rows.Varint(line);
        for (; next < function.Rows.Count; next++)
        {
            LineRow row = function.Rows[next];
            int number = FileNumber(row.File);
            _rows.Varint(((row.Address - address) << 1) | (number != file ? 1UL : 0));
            if (number != file)
            {
                _rows.Zigzag(number - file);
            }
            _rows.Zigzag((long)row.Line - line);
            (address, file, line) = (row.Address, number, row.Line);
        }
    }

    private int FileNumber(int file)
    {
        if (!_fileNumbers.TryGetValue(file, out int number))
        {
            number = _usedFiles.Count;
            _usedFiles.Add(file);
            _fileNumbers.Add(file, number);
        }
        return number;
    }

    private byte[] Assemble(ulong managedStart, ulong managedEnd)
    {
        List<(uint Start, uint End)> lower = LowerRanges();
        List<(uint Start, uint End)> managed = managedEnd > managedStart && managedStart >= _base
            ? [(Relative(managedStart), Relative(managedEnd))]
            : [];
        (List<int> fileDirectories, List<string> fileNames, List<string> directories) = SplitFiles();

        int lowerAt = SymbolTableFormat.HeaderSize;
        int managedAt = lowerAt + (lower.Count * 8);
        int blocksAt = managedAt + (managed.Count * 8);
        int filesAt = blocksAt + (_blocks.Count * SymbolTableFormat.BlockSize);
        int directoriesAt = filesAt + (fileNames.Count * 8);
        int textAt = directoriesAt + (directories.Count * 4);

        ByteWriter text = new();
        List<int> nameOffsets = [.. fileNames.Select(n => textAt + AddText(text, n))];
        List<int> directoryOffsets = [.. directories.Select(d => textAt + AddText(text, d))];
        int symbolsAt = textAt + text.Length;
        int namesAt = symbolsAt + _symbols.Length;
        int rowsAt = namesAt + _names.Length;

        ByteWriter table = new();
        table.U32(SymbolTableFormat.Magic);
        table.U16(SymbolTableFormat.Version);
        table.U16(SymbolTableFormat.HeaderSize);
        table.U64(_base);
        table.U32((uint)(rowsAt + _rows.Length));
        table.U32((uint)_functions.Count);
        Counted(table, _blocks.Count, blocksAt);
        Counted(table, fileNames.Count, filesAt);
        Counted(table, directories.Count, directoriesAt);
        Counted(table, lower.Count, lowerAt);
        Counted(table, managed.Count, managedAt);
        foreach ((uint start, uint end) in lower.Concat(managed))
        {
            table.U32(start);
            table.U32(end);
        }
        foreach ((uint address, int symbols, int names, int rows) in _blocks)
        {
            table.U32(address);
            table.U32((uint)(symbolsAt + symbols));
            table.U32((uint)(namesAt + names));
            table.U32((uint)(rowsAt + rows));
        }
        for (int i = 0; i < fileNames.Count; i++)
        {
            table.U32((uint)fileDirectories[i]);
            table.U32((uint)nameOffsets[i]);
        }
        directoryOffsets.ForEach(offset => table.U32((uint)offset));
        table.Append(text);
        table.Append(_symbols);
        table.Append(_names);
        table.Append(_rows);
        return table.ToArray();
    }

    private (List<int> Directories, List<string> Names, List<string> AllDirectories) SplitFiles()
    {
        List<string> directories = [""];
        Dictionary<string, int> numbers = new() { [""] = 0 };
        List<int> fileDirectories = [];
        List<string> names = [];
        foreach (int file in _usedFiles)
        {
            string path = _files[file];
            int slash = path.LastIndexOf('/');
            string directory = slash > 0 ? path[..slash] : "";
            if (!numbers.TryGetValue(directory, out int number))
            {
                number = directories.Count;
                directories.Add(directory);
                numbers.Add(directory, number);
            }
            fileDirectories.Add(number);
            names.Add(slash > 0 ? path[(slash + 1)..] : path);
        }
        return (fileDirectories, names, directories);
    }

    private List<(uint Start, uint End)> LowerRanges()
    {
        // The padding between two neighbours belongs to both: joined, they make one range.
        List<(uint Start, uint End)> ranges = [];
        bool joins = false;
        foreach (FunctionSymbol function in _functions)
        {
            bool isLower = (function.Flags & SymbolTableFormat.FlagLower) != 0;
            if (isLower && joins)
            {
                ranges[^1] = (ranges[^1].Start, Relative(function.End));
            }
            else if (isLower)
            {
                ranges.Add((Relative(function.Start), Relative(function.End)));
            }
            joins = isLower;
        }
        return ranges;
    }

    private uint Relative(ulong address) => checked((uint)(address - _base));

    private static void Counted(ByteWriter table, int count, int offset)
    {
        table.U32((uint)count);
        table.U32((uint)offset);
    }

    private static int AddText(ByteWriter text, string value)
    {
        int offset = text.Length;
        text.Bytes(Encoding.UTF8.GetBytes(value));
        text.U8(0);
        return offset;
    }

    private static byte[] NameBytes(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= SymbolTableFormat.MaximumName)
        {
            return bytes;
        }
        int length = SymbolTableFormat.MaximumName - 1;
        // Never cut a character in two.
        while (length > 0 && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }
        return [.. bytes.AsSpan(0, length), (byte)'~'];
    }
}
