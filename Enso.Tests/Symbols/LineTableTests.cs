using Enso.Build.Elf;
using Enso.Build.Symbols;
using NUnit.Framework;

namespace Enso.Tests.Symbols;

[TestFixture]
internal sealed class LineTableTests
{
    // Line numbers count from the directive line that the fixture puts before this text.
    private const string Plain = """
        .text
        .global first
        .type first, @function
        first:
            nop
            nop
            ret
        .size first, . - first
        """;

    [TestCase("--gdwarf-2")]
    [TestCase("--gdwarf-3")]
    [TestCase("--gdwarf-4")]
    [TestCase("--gdwarf-5")]
    public void Every_version_of_the_assemblers_line_table_is_read(string version)
    {
        ElfFile elf = AssembledImage.Make(Plain, version);
        LineTable table = Read(elf);
        List<LineRow> rows = table.Within(0x200000, 0x200003, isManaged: false);

        Assert.That(rows.Select(r => (r.Address, r.Line)), Is.EqualTo(
            new[] { (0x200000ul, 6u), (0x200001ul, 7u), (0x200002ul, 8u) }));
        Assert.That(Path.GetFileName(table.Files[rows[0].File]), Is.EqualTo("fixture.s"));
    }

    [Test]
    public void Files_and_lines_that_the_compiler_states_are_kept()
    {
        ElfFile elf = AssembledImage.Make("""
            .file 1 "/src/enso/Enso.Kernel/Shell/Shell.cs"
            .file 2 "/_/src/libraries/System.Linq/Select.cs"
            .text
            method:
                .loc 1 42 5
                nop
                .loc 2 700 1
                nop
                .loc 1 30 1
                ret
            """);
        LineTable table = Read(elf);
        Assert.That(
            table.Within(0x200000, 0x200003, isManaged: true).Select(r => (table.Files[r.File], r.Line)),
            Is.EqualTo(new[]
            {
                ("Enso.Kernel/Shell/Shell.cs", 42u), ("src/libraries/System.Linq/Select.cs", 700u),
                ("Enso.Kernel/Shell/Shell.cs", 30u),
            }));
    }

    [Test]
    public void A_managed_method_without_rows_does_not_continue_its_neighbours_line()
    {
        ElfFile elf = AssembledImage.Make("""
            .file 1 "/src/enso/A.cs"
            .text
                .loc 1 7 1
                nop
                nop
                nop
                .loc 1 9 1
                ret
            """);
        LineTable table = Read(elf);
        Assert.That(table.Within(0x200001, 0x200003, isManaged: true), Is.Empty);
        Assert.That(table.Within(0x200001, 0x200003, isManaged: false).Single().Line, Is.EqualTo(7));
        // The prologue before the first row belongs to the first row.
        LineRow only = table.Within(0x200002, 0x200004, isManaged: true).Single();
        Assert.That((only.Address, only.Line), Is.EqualTo((0x200002ul, 9u)));
    }

    [Test]
    public void A_sequence_of_a_function_that_the_linker_dropped_is_left_out()
    {
        LineTable table = Read(AssembledImage.Make(Plain, "--gdwarf-4"), _ => false);
        Assert.That(table.Rows, Is.Empty);
    }

    [Test]
    public void A_line_program_that_ends_early_is_refused()
    {
        byte[] bytes = [0x10, 0, 0, 0, 4, 0, 0xFF, 0];
        Assert.That(() => { new DwarfReader(bytes).UnitLength(out int _); },
            Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Leb128_numbers_are_read_to_their_limits()
    {
        DwarfReader reader = new([
            0xE5, 0x8E, 0x26, 0x7F, 0x80, 0x7F,
            0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7F]);
        ulong unsigned = reader.Uleb();
        long minusOne = reader.Sleb();
        long minus128 = reader.Sleb();
        long least = reader.Sleb();
        Assert.That((unsigned, minusOne, minus128, least), Is.EqualTo((624485ul, -1L, -128L, long.MinValue)));
        Assert.That(reader.AtEnd);
    }

    private static LineTable Read(ElfFile elf) =>
        Read(elf, address => elf.Sections.Any(s => s.IsCode && s.Contains(address)));

    private static LineTable Read(ElfFile elf, Func<ulong, bool> isCode)
    {
        DwarfSections sections = new(elf);
        return LineTable.Read(sections, new DebugInfo(sections).Directories, isCode, "/src/enso");
    }
}
