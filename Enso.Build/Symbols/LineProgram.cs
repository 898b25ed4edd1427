namespace Enso.Build.Symbols;

/// <summary>One line program of <c>.debug_line</c>, versions 2 to 5 (DWARF version 5, section 6.2).</summary>
internal sealed class LineProgram
{
    private const int ContentPath = 1;
    private const int ContentDirectory = 2;

    private const int Copy = 1;
    private const int AdvancePc = 2;
    private const int AdvanceLine = 3;
    private const int SetFile = 4;
    private const int SetColumn = 5;
    private const int NegateStatement = 6;
    private const int SetBasicBlock = 7;
    private const int ConstAddPc = 8;
    private const int FixedAdvancePc = 9;
    private const int SetPrologueEnd = 10;
    private const int SetEpilogueBegin = 11;
    private const int SetIsa = 12;

    private const int ExtendedEndSequence = 1;
    private const int ExtendedSetAddress = 2;
    private const int ExtendedDefineFile = 3;

    private readonly DwarfSections _sections;
    private readonly FileIndex _index;
    private readonly int _end;
    private readonly int _version;
    private readonly int _offsetSize;
    private readonly int _addressSize = 8;
    private readonly uint _minimumLength;
    private readonly uint _maximumOperations = 1;
    private readonly int _lineBase;
    private readonly int _lineRange;
    private readonly int _opcodeBase;
    private readonly byte[] _operandCounts;
    private readonly List<string> _directories = [];
    private readonly List<int> _files = [];

    private ulong _address;
    private uint _operation;
    private ulong _file;
    private uint _line;

    /// <summary>Reads the header; <paramref name="reader"/> is then at the first instruction.</summary>
    public LineProgram(DwarfSections sections, ref DwarfReader reader, string? directory, FileIndex index)
    {
        _sections = sections;
        _index = index;
        int length = reader.UnitLength(out _offsetSize);
        _end = reader.Position + length;
        _version = reader.U16();
        if (_version is < 2 or > 5)
        {
            throw new InvalidDataException($"line program of DWARF version {_version}; 2 to 5 are read");
        }
        if (_version >= 5)
        {
            _addressSize = reader.U8();
            reader.U8();
        }
        ulong headerLength = reader.Unsigned(_offsetSize);
        int first = checked(reader.Position + (int)headerLength);
        _minimumLength = reader.U8();
        if (_version >= 4)
        {
            _maximumOperations = Math.Max((uint)reader.U8(), 1);
        }
        reader.U8();
        _lineBase = (sbyte)reader.U8();
        _lineRange = Math.Max((int)reader.U8(), 1);
        _opcodeBase = reader.U8();
        _operandCounts = new byte[Math.Max(_opcodeBase, 1)];
        for (int i = 1; i < _opcodeBase; i++)
        {
            _operandCounts[i] = reader.U8();
        }
        if (_version >= 5)
        {
            ReadTables(ref reader);
        }
        else
        {
            ReadOldTables(ref reader, directory);
        }
        reader.Position = first;
    }

    /// <summary>Runs the program and appends its rows. A sequence that does not start in code is left
    /// out.</summary>
    public void Run(ref DwarfReader reader, List<LineRow> rows, Func<ulong, bool> isCode)
    {
        int sequence = rows.Count;
        Reset();
        while (reader.Position < _end)
        {
            int opcode = reader.U8();
            if (opcode >= _opcodeBase)
            {
                int adjusted = opcode - _opcodeBase;
                Advance((uint)(adjusted / _lineRange));
                _line = (uint)(_line + _lineBase + (adjusted % _lineRange));
                rows.Add(Row(false));
            }
            else if (opcode != 0)
            {
                Standard(ref reader, opcode, rows);
            }
            else if (Extended(ref reader))
            {
                rows.Add(Row(true));
                if (!isCode(rows[sequence].Address))
                {
                    rows.RemoveRange(sequence, rows.Count - sequence);
                }
                sequence = rows.Count;
                Reset();
            }
        }
        // A sequence without an end would describe everything above it: it is dropped.
        rows.RemoveRange(sequence, rows.Count - sequence);
        reader.Position = _end;
    }

    private void ReadOldTables(ref DwarfReader reader, string? directory)
    {
        _directories.Add(directory ?? "");
        for (string name = reader.Text(); name.Length > 0; name = reader.Text())
        {
            _directories.Add(SourcePath.Join(directory, name));
        }
        // Files count from 1 here; a program that says 0 means that it does not know.
        _files.Add(0);
        for (string name = reader.Text(); name.Length > 0; name = reader.Text())
        {
            AddFile(ref reader, name);
        }
    }

    private void AddFile(ref DwarfReader reader, string name)
    {
        ulong directory = reader.Uleb();
        reader.Uleb();
        reader.Uleb();
        _files.Add(_index.Of(SourcePath.Join(Directory(directory), name)));
    }

    private void ReadTables(ref DwarfReader reader)
    {
        foreach ((string name, ulong _) in ReadEntries(ref reader))
        {
            // Entry 0 is the compilation directory; the others may be relative to it.
            _directories.Add(_directories.Count == 0 ? name : SourcePath.Join(_directories[0], name));
        }
        foreach ((string name, ulong directory) in ReadEntries(ref reader))
        {
            _files.Add(_index.Of(SourcePath.Join(Directory(directory), name)));
        }
    }

    private List<(string Name, ulong Directory)> ReadEntries(ref DwarfReader reader)
    {
        int formats = reader.U8();
        List<(ulong Content, DwarfForm Form)> shape = [];
        for (int i = 0; i < formats; i++)
        {
            shape.Add((reader.Uleb(), (DwarfForm)reader.Uleb()));
        }
        ulong count = reader.Uleb();
        List<(string, ulong)> entries = [];
        for (ulong i = 0; i < count; i++)
        {
            string name = "";
            ulong directory = 0;
            foreach ((ulong content, DwarfForm form) in shape)
            {
                DwarfValue value = _sections.Read(ref reader, form, _addressSize, _offsetSize, _version);
                if (content == ContentPath)
                {
                    name = value.Text ?? "";
                }
                else if (content == ContentDirectory)
                {
                    directory = value.Number;
                }
            }
            entries.Add((name, directory));
        }
        return entries;
    }

    private void Standard(ref DwarfReader reader, int opcode, List<LineRow> rows)
    {
        switch (opcode)
        {
            case Copy:
                rows.Add(Row(false));
                break;
            case AdvancePc:
                Advance((uint)reader.Uleb());
                break;
            case AdvanceLine:
                _line = (uint)(_line + reader.Sleb());
                break;
            case SetFile:
                _file = reader.Uleb();
                break;
            case ConstAddPc:
                Advance((uint)((255 - _opcodeBase) / _lineRange));
                break;
            case FixedAdvancePc:
                _address += reader.U16();
                _operation = 0;
                break;
            case SetColumn or SetIsa:
                reader.Uleb();
                break;
            case NegateStatement or SetBasicBlock or SetPrologueEnd or SetEpilogueBegin:
                break;
            default:
                for (int i = 0; i < _operandCounts[opcode]; i++)
                {
                    reader.Uleb();
                }
                break;
        }
    }

    /// <summary>Runs one extended instruction; true when it ends the sequence.</summary>
    private bool Extended(ref DwarfReader reader)
    {
        int length = checked((int)reader.Uleb());
        int next = reader.Position + length;
        if (length == 0)
        {
            return false;
        }
        int opcode = reader.U8();
        if (opcode == ExtendedSetAddress)
        {
            _address = reader.Unsigned(length - 1);
            _operation = 0;
        }
        else if (opcode == ExtendedDefineFile)
        {
            AddFile(ref reader, reader.Text());
        }
        reader.Position = next;
        return opcode == ExtendedEndSequence;
    }

    private void Advance(uint operations)
    {
        uint total = _operation + operations;
        _address += (ulong)_minimumLength * (total / _maximumOperations);
        _operation = total % _maximumOperations;
    }

    private LineRow Row(bool ends) =>
        new(_address, _file < (ulong)_files.Count ? _files[(int)_file] : 0, _line, ends);

    private string? Directory(ulong index) =>
        index < (ulong)_directories.Count ? _directories[(int)index] : null;

    private void Reset()
    {
        _address = 0;
        _operation = 0;
        _file = 1;
        _line = 1;
    }
}
