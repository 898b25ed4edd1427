using System.Reflection;
using System.Text;
using Enso.Build.Elf;
using Enso.Build.Symbols;
using Enso.Machine.Diagnostics;
using NUnit.Framework;

namespace Enso.Tests.Symbols;

// The reader keeps its table in statics, as the kernel has only one.
[TestFixture, NonParallelizable]
internal sealed class SymbolTableTests
{
    private const string Image = """
        .file 1 "/src/enso/Enso.Machine/Cpu/Port.cs"
        .file 2 "/src/enso/Enso.Kernel/Shell/Shell.cs"
        .text
        .global memset
        .type memset, @function
        memset:
            ret
        .size memset, . - memset
        label:
            nop
        .section __managedcode,"ax",@progbits
        .type Enso_Machine_Enso_Machine_Cpu_Port__Out, @function
        .global enso_out
        .type enso_out, @function
        enso_out:
        Enso_Machine_Enso_Machine_Cpu_Port__Out:
            .loc 1 10 1
            nop
            .loc 1 11 1
            ret
        .size enso_out, . - enso_out
        .size Enso_Machine_Enso_Machine_Cpu_Port__Out, . - Enso_Machine_Enso_Machine_Cpu_Port__Out
        .balign 16
        .type Enso_Kernel_Enso_Kernel_Shell_Shell__Run, @function
        Enso_Kernel_Enso_Kernel_Shell_Shell__Run:
            .loc 2 42 1
            nop
            ret
        .size Enso_Kernel_Enso_Kernel_Shell_Shell__Run, . - Enso_Kernel_Enso_Kernel_Shell_Shell__Run
        """;

    [Test]
    public void The_two_halves_agree_on_the_format()
    {
        foreach (FieldInfo field in typeof(SymbolTableFormat).GetFields())
        {
            FieldInfo? other = typeof(SymbolTableLayout).GetField(field.Name);
            Assert.That(other?.GetRawConstantValue(), Is.EqualTo(field.GetRawConstantValue()), field.Name);
        }
    }

    [Test]
    public void An_image_names_its_own_functions_files_and_lines()
    {
        ElfFile elf = AssembledImage.Make(Image);
        ulong managed = elf.FindSection("__managedcode")!.Address;
        using LoadedTable table = new(SymbolTableBuilder.Build(elf, "/src/enso"));

        Assert.That(table.IsAccepted);
        Assert.That(LoadedTable.Find(0x200000)!.Name, Is.EqualTo("memset"));
        Assert.That(LoadedTable.Find(0x200001)!.Name, Is.EqualTo("label"));
        LoadedTable.Found lower = LoadedTable.Find(managed + 1)!;
        Assert.That((lower.Start, lower.Size, lower.File, lower.Line), Is.EqualTo(
            (managed, 2u, "Enso.Machine/Cpu/Port.cs", 11u)));
        Assert.That((lower.IsLower, lower.IsManaged), Is.EqualTo((true, true)));
        LoadedTable.Found upper = LoadedTable.Find(managed + 16)!;
        Assert.That((upper.Name, upper.File, upper.Line), Is.EqualTo(
            ("Enso.Kernel.Shell.Shell.Run", "Enso.Kernel/Shell/Shell.cs", 42u)));
        Assert.That((upper.IsLower, upper.IsManaged), Is.EqualTo((false, true)));
        Assert.That(LoadedTable.Find(managed + 2), Is.Null, "padding is no function");
        Assert.That(LoadedTable.Find(0x1FFFFF), Is.Null);
        Assert.That(LoadedTable.Find(ulong.MaxValue), Is.Null);
    }

    [Test]
    public void Quick_questions_have_the_same_answers_as_a_full_lookup()
    {
        ElfFile elf = AssembledImage.Make(Image);
        ulong managed = elf.FindSection("__managedcode")!.Address;
        using LoadedTable table = new(SymbolTableBuilder.Build(elf, "/src/enso"));

        Assert.That(
            new[] { managed - 1, managed, managed + 1, managed + 2, managed + 16 }
                .Select(SymbolTable.IsLower),
            Is.EqualTo(new[] { false, true, true, false, false }));
        Assert.That(
            new[] { 0x200000ul, managed, managed + 17, managed + 18 }.Select(SymbolTable.IsManaged),
            Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public void Without_a_table_everything_is_unknown()
    {
        using LoadedTable table = new([]);
        Assert.That(table.IsAccepted, Is.False);
        Assert.That(LoadedTable.Find(0x200000), Is.Null);
        Assert.That(SymbolTable.IsLower(0x200000) || SymbolTable.IsManaged(0x200000), Is.False);
        Assert.That(SymbolTable.Count, Is.Zero);
    }

    [Test]
    public void Building_twice_gives_the_same_bytes()
    {
        ElfFile elf = AssembledImage.Make(Image);
        Assert.That(
            SymbolTableBuilder.Build(elf, "/src/enso"),
            Is.EqualTo(SymbolTableBuilder.Build(elf, "/src/enso")));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Every_function_and_row_of_a_large_table_is_found_again(int seed)
    {
        (List<FunctionSymbol> functions, List<string> files) = Invent(seed, 500);
        using LoadedTable table = new(SymbolTableWriter.Write(functions, files, 0x30_0000, 0x40_0000));
        foreach (FunctionSymbol function in functions)
        {
            bool isLower = (function.Flags & SymbolTableFormat.FlagLower) != 0;
            ulong middle = function.Start + (function.Size / 2);
            foreach (ulong address in new[] { function.Start, middle, function.End - 1 })
            {
                LineRow row = function.Rows.LastOrDefault(r => r.Address <= address);
                LoadedTable.Found? found = LoadedTable.Find(address);
                Assert.That(found, Is.EqualTo(new LoadedTable.Found(
                    function.Start, function.Size, function.Name, files[row.File], row.Line, isLower,
                    (function.Flags & SymbolTableFormat.FlagManaged) != 0)), $"seed {seed}");
                Assert.That(SymbolTable.IsLower(address), Is.EqualTo(isLower), $"seed {seed}");
            }
            Assert.That(LoadedTable.Find(function.End), Is.Null, $"seed {seed}");
        }
    }

    [Test]
    public void A_long_name_is_cut_and_says_so()
    {
        FunctionSymbol function = new(0x1000, 4, new string('é', 150), 0, []);
        using LoadedTable table = new(SymbolTableWriter.Write([function], [""], 0, 0));
        string name = LoadedTable.Find(0x1000)!.Name;
        Assert.That(name, Is.EqualTo(new string('é', 99) + "~"));
        Assert.That(Encoding.UTF8.GetByteCount(name), Is.LessThanOrEqualTo(SymbolTableFormat.MaximumName));
    }

    [Test]
    public void A_long_path_keeps_its_end()
    {
        string path = new string('d', 250) + "/File.cs";
        FunctionSymbol function = new(0x1000, 4, "f", 0, [new LineRow(0x1000, 1, 3, false)]);
        using LoadedTable table = new(SymbolTableWriter.Write([function], ["", path], 0, 0));
        Assert.That(LoadedTable.Find(0x1001)!.File, Is.EqualTo(path[^(SymbolInfo.FileCapacity - 1)..]));
    }

    [Test]
    public void A_damaged_table_gives_wrong_answers_at_worst()
    {
        const int Seed = 7;
        (List<FunctionSymbol> functions, List<string> files) = Invent(Seed, 200);
        byte[] good = SymbolTableWriter.Write(functions, files, 0x30_0000, 0x40_0000);
        Random random = new(Seed);
        for (int round = 0; round < 300; round++)
        {
            byte[] bad = (byte[])good.Clone();
            for (int i = 0; i < 20; i++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }
            using LoadedTable table = new(round % 3 == 0 ? bad[..random.Next(bad.Length)] : bad);
            foreach (FunctionSymbol function in functions)
            {
                LoadedTable.Find(function.Start);
                SymbolTable.IsLower(function.Start);
            }
        }
        Assert.Pass();
    }

    private static (List<FunctionSymbol> Functions, List<string> Files) Invent(int seed, int count)
    {
        Random random = new(seed);
        List<string> files = [""];
        for (int i = 1; i < 30; i++)
        {
            files.Add(i % 4 == 0 ? $"Root{i}.cs" : $"Enso.Part{i % 5}/Folder{i % 3}/File{i}.cs");
        }
        List<FunctionSymbol> functions = [];
        ulong address = 0x20_0000;
        for (int i = 0; i < count; i++)
        {
            uint size = (uint)random.Next(1, 2000);
            List<LineRow> rows = [];
            for (ulong at = address; at < address + size && i % 7 != 0; at += (ulong)random.Next(1, 300))
            {
                int file = random.Next(files.Count);
                rows.Add(new LineRow(at, file, file == 0 ? 0 : (uint)random.Next(1, 70000), false));
            }
            byte flags = (byte)((i / 10 % 3) switch { 0 => 0, 1 => 2, _ => 3 });
            functions.Add(new FunctionSymbol(address, size, $"Space.Type{i / 9}.Method{i}", flags, rows));
            address += size + (ulong)random.Next(1, 40);
        }
        return (functions, files);
    }
}
