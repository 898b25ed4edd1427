using Enso.Machine.Diagnostics;
using NUnit.Framework;

namespace Enso.Tests.Symbols;

// The unwinder keeps its table in statics, as the kernel has only one image.
[TestFixture, NonParallelizable]
internal sealed unsafe class UnwinderTests
{
    private const ulong StackBase = 0x7000_0000;

    // What every common entry of this processor says: the frame is RSP + 8 and the return address is below
    // it.
    private static readonly byte[] s_atEntry = [0x0C, 7, 8, 0x90, 1];

    private static readonly ulong[] s_stack = new ulong[64];

    [SetUp]
    public void Use_the_synthetic_stack()
    {
        Array.Clear(s_stack);
        // SAFETY: the function lives as long as the program.
        Unwinder.s_read = &ReadSynthetic;
    }

    [TearDown]
    public void Forget_the_synthetic_stack()
    {
        Unwinder.s_read = null;
        Unwinder.s_faultThrower = 0;
    }

    [Test]
    public void A_frame_with_saved_registers_gives_its_caller()
    {
        // push rbp (1 byte); mov rbp, rsp (3); push rbx (1)
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40, 0x41, 0x0E, 16, 0x86, 2, 0x43, 0x0D, 6, 0x41, 0x83, 3).Load();
        s_stack[1] = 0xB0B0;
        s_stack[2] = 0xBBBB;
        s_stack[3] = tables.Code + 0x20;

        UnwindRegisters registers = At(tables.Code + 0x10, Address(1));
        registers.General[UnwindRegisters.Rbp] = Address(2);
        Assert.That(Unwinder.Step(&registers));

        Assert.That(registers.Rip, Is.EqualTo(tables.Code + 0x20));
        Assert.That(registers.General[UnwindRegisters.Rbx], Is.EqualTo(0xB0B0));
        Assert.That(registers.General[UnwindRegisters.Rbp], Is.EqualTo(0xBBBB));
        Assert.That(registers.General[UnwindRegisters.Rsp], Is.EqualTo(Address(4)));
        Assert.That(registers.IsReturnAddress);
        Assert.That(registers.LookupAddress, Is.EqualTo(tables.Code + 0x1F));
    }

    [Test]
    public void The_routine_that_throws_for_a_fault_leads_to_the_instruction_that_faulted()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40, 0x0E, 96).Load();
        s_stack[1] = tables.Code + 0x30;
        s_stack[2] = Address(20);
        s_stack[11] = 0xBAD;

        UnwindRegisters registers = At(tables.Code + 0x10, Address(0));
        registers.IsReturnAddress = true;
        Assert.That(CallerOf(registers), Is.EqualTo(0xBAD), "any other routine");
        Unwinder.s_faultThrower = tables.Code + 0x10;
        Assert.That(Unwinder.Step(&registers));

        Assert.That(registers.Rip, Is.EqualTo(tables.Code + 0x30));
        Assert.That(registers.LookupAddress, Is.EqualTo(registers.Rip), "nothing was called there");
        Assert.That(registers.General[UnwindRegisters.Rsp], Is.EqualTo(Address(20)));
    }

    [Test]
    public void Rules_hold_only_from_their_address_on()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40, 0x44, 0x0E, 32).Load();
        s_stack[0] = 0xAAAA;
        s_stack[3] = 0xCCCC;
        Assert.That(CallerOf(At(tables.Code + 3, Address(0))), Is.EqualTo(0xAAAA));
        Assert.That(CallerOf(At(tables.Code + 4, Address(0))), Is.EqualTo(0xCCCC));
        // As a return address, 4 speaks of the call that ends there.
        UnwindRegisters returned = At(tables.Code + 4, Address(0));
        returned.IsReturnAddress = true;
        Assert.That(CallerOf(returned), Is.EqualTo(0xAAAA));
    }

    [Test]
    public void A_call_that_never_returns_is_looked_up_in_its_own_function()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x10, 0x0E, 16).Function(0x10, 0x10, 0x0E, 48).Load();
        s_stack[1] = 0x1111;
        UnwindRegisters registers = At(tables.Code + 0x10, Address(0));
        registers.IsReturnAddress = true;
        Assert.That(CallerOf(registers), Is.EqualTo(0x1111));
    }

    [Test]
    public void Remembered_rules_come_back_and_restored_ones_are_the_common_entrys()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zPLR", s_atEntry)
            .Function(
                0, 0x40, 0x0A, 0x41, 0x0E, 24, 0x90, 5, 0x41, 0x0B, 0x41, 0x0E, 16, 0x90, 7, 0xD0)
            .Load();
        s_stack[0] = 0x10;
        s_stack[1] = 0x11;
        Assert.That(CallerOf(At(tables.Code + 2, Address(0))), Is.EqualTo(0x10));
        Assert.That(CallerOf(At(tables.Code + 3, Address(0))), Is.EqualTo(0x11));
    }

    [Test]
    public void Registers_are_taken_from_others_and_from_computed_places()
    {
        // rbx in rcx; r12 is the frame - 16 (val_offset 2); r13 at the frame + 8 (offset_extended_sf -1).
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40, 0x09, 3, 2, 0x14, 12, 2, 0x11, 13, 0x7F).Load();
        s_stack[0] = 0x9999;
        s_stack[2] = 0xDDDD;
        UnwindRegisters registers = At(tables.Code, Address(0));
        registers.General[UnwindRegisters.Rcx] = 0xCCCC;
        Assert.That(Unwinder.Step(&registers));
        Assert.That(registers.General[UnwindRegisters.Rbx], Is.EqualTo(0xCCCC));
        Assert.That(registers.General[12], Is.EqualTo(Address(1) - 16));
        Assert.That(registers.General[13], Is.EqualTo(0xDDDD));
    }

    [Test]
    public void Expressions_give_the_frame_and_the_registers()
    {
        // Frame: breg7 +16. RIP saved where "frame - 8" says; RBX is the word at RSP plus 2 * 3.
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40,
                0x0F, 2, 0x77, 16,
                0x10, 16, 3, 0x38, 0x1C, 0x96,
                0x16, 3, 7, 0x77, 0, 0x06, 0x32, 0x33, 0x1E, 0x22).Load();
        s_stack[0] = 100;
        s_stack[1] = 0x4444;
        UnwindRegisters registers = At(tables.Code, Address(0));
        Assert.That(Unwinder.Step(&registers));
        Assert.That(registers.Rip, Is.EqualTo(0x4444));
        Assert.That(registers.General[UnwindRegisters.Rbx], Is.EqualTo(106));
        Assert.That(registers.General[UnwindRegisters.Rsp], Is.EqualTo(Address(2)));
    }

    [Test]
    public void The_linkers_expression_for_lazy_binding_is_understood()
    {
        // Frame: RSP + 8 + ((RIP & 15) >= 11) * 8
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40, 0x0F, 11, 0x77, 8, 0x80, 0, 0x3F, 0x1A, 0x3B, 0x2A, 0x33, 0x24, 0x22).Load();
        s_stack[0] = 0x50;
        s_stack[1] = 0x51;
        ulong aligned = (tables.Code + 15) & ~15ul;
        Assert.That(CallerOf(At(aligned + 10, Address(0))), Is.EqualTo(0x50));
        Assert.That(CallerOf(At(aligned + 11, Address(0))), Is.EqualTo(0x51));
    }

    [TestCase(new byte[] { 0x35, 0x32, 0x1B }, 2ul)]
    [TestCase(new byte[] { 0x35, 0x33, 0x1D }, 2ul)]
    [TestCase(new byte[] { 0x09, 0xFB, 0x19 }, 5ul)]
    [TestCase(new byte[] { 0x31, 0x32, 0x33, 0x17, 0x13 }, 1ul)]
    [TestCase(new byte[] { 0x31, 0x32, 0x14, 0x22, 0x1C }, 0xFFFF_FFFF_FFFF_FFFEul)]
    [TestCase(new byte[] { 0x31, 0x32, 0x33, 0x15, 2 }, 1ul)]
    [TestCase(new byte[] { 0x31, 0x32, 0x16, 0x1C }, 1ul)]
    [TestCase(new byte[] { 0x31, 0x28, 1, 0, 0x37, 0x38 }, 8ul)]
    [TestCase(new byte[] { 0x30, 0x28, 1, 0, 0x37 }, 7ul)]
    [TestCase(new byte[] { 0x0A, 0x34, 0x12, 0x23, 0x80, 0x01 }, 0x12B4ul)]
    [TestCase(new byte[] { 0x09, 0x80, 0x34, 0x26 }, 0xFFFF_FFFF_FFFF_FFF8ul)]
    public void An_operation_leaves_the_value_that_the_standard_says(byte[] operations, ulong expected)
    {
        UnwindRegisters registers = default;
        byte[] block = [(byte)operations.Length, .. operations, .. new byte[10]];
        ulong result;
        fixed (byte* pointer = block)
        {
            Assert.That(DwarfExpression.Evaluate(pointer, &registers, false, 0, &result));
        }
        Assert.That(result, Is.EqualTo(expected));
    }

    [TestCase(new byte[] { })]
    [TestCase(new byte[] { 0x22 })]
    [TestCase(new byte[] { 0x31, 0x30, 0x1B })]
    [TestCase(new byte[] { 0xFF })]
    [TestCase(new byte[] { 0x2F, 0xFD, 0xFF })]
    [TestCase(new byte[] { 0x31, 0x2F, 0x80, 0x00 })]
    [TestCase(new byte[] { 0x38, 0x06 })]
    [TestCase(new byte[] { 0x0C, 1 })]
    public void An_expression_that_makes_no_sense_gives_nothing(byte[] operations)
    {
        UnwindRegisters registers = default;
        byte[] block = [(byte)operations.Length, .. operations, .. new byte[10]];
        ulong result;
        fixed (byte* pointer = block)
        {
            Assert.That(DwarfExpression.Evaluate(pointer, &registers, false, 0, &result), Is.False);
        }
    }

    [Test]
    public void An_interrupt_frame_is_exact_and_may_switch_stacks()
    {
        // Pushed by the processor: RIP, CS, RFLAGS, RSP. The frame is RSP; RIP at +0, RSP at +24.
        using EhFrameFixture tables = new EhFrameFixture()
            .Common("zRS", 0x0C, 7, 0, 0x11, 16, 0, 0x11, 7, 0x7D).Function(0, 0x40).Load();
        s_stack[40] = tables.Code + 0x1234;
        s_stack[43] = Address(2);
        UnwindRegisters registers = At(tables.Code + 1, Address(40));
        Assert.That(Unwinder.Step(&registers));
        Assert.That(registers.General[UnwindRegisters.Rsp], Is.EqualTo(Address(2)));
        Assert.That(registers.IsReturnAddress, Is.False);
        Assert.That(registers.LookupAddress, Is.EqualTo(tables.Code + 0x1234));
    }

    [Test]
    public void An_undefined_return_address_ends_the_stack()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry)
            .Function(0, 0x40, 0x07, 16).Load();
        s_stack[0] = 0x1111;
        UnwindRegisters registers = At(tables.Code, Address(0));
        Assert.That(Unwinder.Step(&registers), Is.False);
        Assert.That(registers.Rip, Is.EqualTo(tables.Code));
    }

    [Test]
    public void Code_without_a_description_is_walked_by_frame_pointers()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry).Function(0, 0x10).Load();
        s_stack[4] = Address(8);
        s_stack[5] = tables.Code + 0x5000;
        s_stack[8] = 0;
        s_stack[9] = tables.Code + 0x6000;
        UnwindRegisters registers = At(tables.Code + 0x4000, Address(0));
        registers.General[UnwindRegisters.Rbp] = Address(4);
        Assert.That(Unwinder.Step(&registers));
        Assert.That((registers.Rip, registers.General[UnwindRegisters.Rsp]), Is.EqualTo(
            (tables.Code + 0x5000, Address(6))));
        Assert.That(Unwinder.Step(&registers));
        Assert.That(registers.Rip, Is.EqualTo(tables.Code + 0x6000));
        Assert.That(Unwinder.Step(&registers), Is.False, "the chain ends in zero");
        Assert.That(registers.Depth, Is.EqualTo(2));
    }

    [Test]
    public void A_call_through_a_null_pointer_shows_who_made_it()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry).Function(0, 0x40).Load();
        s_stack[0] = tables.Code + 8;
        Assert.That(CallerOf(At(0, Address(0))), Is.EqualTo(tables.Code + 8));
    }

    [Test]
    public void A_stack_that_cannot_be_read_ends_the_walk_and_changes_nothing()
    {
        using EhFrameFixture tables = new EhFrameFixture().Common("zR", s_atEntry).Function(0, 0x40).Load();
        UnwindRegisters registers = At(tables.Code, 0xDEAD_0000);
        Assert.That(Unwinder.Step(&registers), Is.False);
        Assert.That((registers.Rip, registers.General[UnwindRegisters.Rsp], registers.Depth), Is.EqualTo(
            (tables.Code, 0xDEAD_0000ul, 0)));
    }

    [Test]
    public void A_stack_that_goes_in_circles_ends()
    {
        s_stack[4] = Address(4);
        s_stack[5] = 0x5000;
        UnwindRegisters registers = At(0x9000_0000, Address(0));
        registers.General[UnwindRegisters.Rbp] = Address(4);
        int steps = 0;
        while (Unwinder.Step(&registers))
        {
            steps++;
        }
        Assert.That(steps, Is.EqualTo(1));
    }

    [Test]
    public void A_walk_is_bounded()
    {
        using EhFrameFixture tables = new EhFrameFixture()
            .Common("zRS", 0x0C, 7, 0, 0x11, 16, 0, 0x11, 7, 0x7D).Function(0, 0x40).Load();
        s_stack[0] = tables.Code;
        s_stack[3] = Address(0);
        UnwindRegisters registers = At(tables.Code, Address(0));
        int steps = 0;
        while (Unwinder.Step(&registers))
        {
            steps++;
        }
        Assert.That(steps, Is.EqualTo(Unwinder.MaximumFrames));
    }

    [Test]
    public void The_table_that_the_linker_writes_is_read()
    {
        Enso.Build.Elf.ElfFile elf = AssembledImage.Make("""
            .text
            f:
                .cfi_startproc
                push rbx
                .cfi_adjust_cfa_offset 8
                .cfi_offset rbx, -16
                nop
                pop rbx
                ret
                .cfi_endproc
            g:
                .cfi_startproc
                ret
                .cfi_endproc
            """);
        Enso.Build.Elf.ElfSection header = elf.FindSection(".eh_frame_hdr")!;
        Enso.Build.Elf.ElfSection frames = elf.FindSection(".eh_frame")!;
        byte[] memory = new byte[frames.Address + frames.Size - header.Address];
        elf.Content(header).CopyTo(memory);
        elf.Content(frames).CopyTo(memory.AsMemory((int)(frames.Address - header.Address)));
        s_stack[0] = 0xB;
        s_stack[1] = 0x77;
        fixed (byte* moved = memory)
        {
            // Everything in the tables is relative, so the code seems to have moved along.
            ulong code = 0x200000 + ((ulong)moved - header.Address);
            Assert.That(Unwinder.Initialize(moved));
            Assert.That(EhFrameTable.Count, Is.EqualTo(2));
            Assert.That(CallerOf(At(code + 1, Address(0))), Is.EqualTo(0x77));
            Assert.That(CallerOf(At(code + 4, Address(1))), Is.EqualTo(0x77));
            Unwinder.Initialize(null);
        }
    }

    private static ulong CallerOf(UnwindRegisters registers)
    {
        Assert.That(Unwinder.Step(&registers));
        return registers.Rip;
    }

    private static UnwindRegisters At(ulong rip, ulong rsp)
    {
        UnwindRegisters registers = default;
        registers.Rip = rip;
        registers.General[UnwindRegisters.Rsp] = rsp;
        return registers;
    }

    private static ulong Address(int word) => StackBase + ((ulong)word * 8);

    private static bool ReadSynthetic(ulong address, ulong* value)
    {
        ulong word = (address - StackBase) / 8;
        if (address < StackBase || address % 8 != 0 || word >= (ulong)s_stack.Length)
        {
            return false;
        }
        *value = s_stack[word];
        return true;
    }
}
