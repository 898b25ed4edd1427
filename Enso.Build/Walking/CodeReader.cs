using System.Runtime.InteropServices;
using Iced.Intel;

namespace Enso.Build.Walking;

/// <summary>Decodes one function and lists what its instructions refer to.</summary>
/// <remarks>The whole function is decoded from its first byte to its last: compilers here keep their tables
/// out of the code. A jump through a register is taken for a switch, which stays inside the function, when
/// the register was just made by adding to a base; any other leaves the function for a place that is not
/// known.</remarks>
internal sealed class CodeReader
{
    private readonly ImageCode _image;
    private readonly CodeFunction _function;
    private readonly List<CodeReference> _references = [];
    private readonly InstructionInfoFactory _information = new();

    // What is known to be in a register since the last place that can be jumped to.
    private readonly Dictionary<Register, ulong> _known = [];
    private HashSet<ulong> _labels = [];

    /// <summary>Creates a reader.</summary>
    public CodeReader(ImageCode image, CodeFunction function)
    {
        _image = image;
        _function = function;
    }

    /// <summary>Reads the function.</summary>
    public IReadOnlyList<CodeReference> Read()
    {
        List<Instruction> instructions = Decode();
        _labels = [.. instructions.Where(IsNear).Select(i => i.NearBranchTarget)];
        Instruction before = default;
        foreach (Instruction instruction in instructions)
        {
            if (_labels.Contains(instruction.IP))
            {
                _known.Clear();
            }
            Read(in instruction, in before);
            Learn(in instruction);
            if (instruction.Mnemonic != Mnemonic.Nop)
            {
                before = instruction;
            }
        }
        ReadEnd(in before);
        return _references;
    }

    private static bool IsNear(Instruction instruction) =>
        instruction.FlowControl is FlowControl.Call or FlowControl.UnconditionalBranch
            or FlowControl.ConditionalBranch
        && instruction.Op0Kind == OpKind.NearBranch64;

    private List<Instruction> Decode()
    {
        MemoryMarshal.TryGetArray(_image.Bytes(_function), out ArraySegment<byte> bytes);
        Decoder decoder = Decoder.Create(
            64, new ByteArrayCodeReader(bytes.Array!, bytes.Offset, bytes.Count), _function.Start);
        List<Instruction> instructions = [];
        while (decoder.IP < _function.End)
        {
            instructions.Add(decoder.Decode());
        }
        return instructions;
    }

    private void Read(in Instruction instruction, in Instruction before)
    {
        switch (instruction.FlowControl)
        {
            case FlowControl.Call when IsNear(instruction):
                Add(ReferenceKind.Call, instruction, instruction.NearBranchTarget);
                break;
            case FlowControl.UnconditionalBranch or FlowControl.ConditionalBranch when IsNear(instruction):
                if (!_function.Contains(instruction.NearBranchTarget))
                {
                    Add(ReferenceKind.Jump, instruction, instruction.NearBranchTarget);
                }
                break;
            case FlowControl.IndirectCall:
                ReadIndirect(instruction, ReferenceKind.Call);
                break;
            case FlowControl.IndirectBranch:
                if (!IsSwitch(instruction, before))
                {
                    ReadIndirect(instruction, ReferenceKind.Jump);
                }
                break;
            case FlowControl.Exception when instruction.Code == Code.INVALID:
                Add(ReferenceKind.Undecodable, instruction, 0);
                break;
            default:
                ReadOperands(instruction);
                break;
        }
    }

    private static bool IsSwitch(in Instruction jump, in Instruction before) =>
        jump.Op0Kind == OpKind.Register && before.Mnemonic == Mnemonic.Add
        && before.Op0Kind == OpKind.Register && before.Op0Register == jump.Op0Register;

    /// <summary>A call or jump by a pointer in memory goes where the image has it point, if that is a
    /// function.</summary>
    private void ReadIndirect(in Instruction instruction, ReferenceKind kind)
    {
        ulong? target = instruction.IsIPRelativeMemoryOperand
            ? _image.Quadword(instruction.IPRelativeMemoryAddress)
            : null;
        if (instruction.IsIPRelativeMemoryOperand)
        {
            Add(ReferenceKind.Data, instruction, instruction.IPRelativeMemoryAddress);
        }
        if (target is { } address && _image.At(address) is not null)
        {
            Add(kind, instruction, address);
        }
        else
        {
            Add(ReferenceKind.Indirect, instruction, 0);
        }
    }

    private void ReadOperands(in Instruction instruction)
    {
        if (instruction.IsIPRelativeMemoryOperand)
        {
            ulong address = instruction.IPRelativeMemoryAddress;
            CodeFunction? function = _image.At(address);
            if (function is null)
            {
                Add(ReferenceKind.Data, instruction, address);
            }
            else if (function != _function)
            {
                Add(ReferenceKind.Address, instruction, address);
            }
        }
        // The compiler takes addresses relative to the instruction: a constant in its code that is one is so by chance.
        if (!_function.IsManaged && Immediate(instruction) is { } value && _image.At(value) is { } named
            && named.Start == value && named != _function)
        {
            Add(ReferenceKind.Address, instruction, value);
        }
    }

    /// <summary>The constant that a move puts into a register.</summary>
    private static ulong? Immediate(in Instruction instruction) =>
        instruction.Mnemonic == Mnemonic.Mov && instruction.Op0Kind == OpKind.Register
        && instruction.Op1Kind is OpKind.Immediate32 or OpKind.Immediate64 or OpKind.Immediate32to64
            ? instruction.GetImmediate(1)
            : null;

    private void Learn(in Instruction instruction)
    {
        if (instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall)
        {
            _known.Clear();
            return;
        }
        foreach (UsedRegister used in _information.GetInfo(in instruction).GetUsedRegisters())
        {
            if (used.Access is not (OpAccess.Read or OpAccess.CondRead or OpAccess.NoMemAccess))
            {
                _known.Remove(used.Register.GetFullRegister());
            }
        }
        if (Immediate(instruction) is { } value)
        {
            _known[instruction.Op0Register.GetFullRegister()] = value;
        }
        else if (instruction is { Mnemonic: Mnemonic.Lea, IsIPRelativeMemoryOperand: true })
        {
            _known[instruction.Op0Register.GetFullRegister()] = instruction.IPRelativeMemoryAddress;
        }
    }

    /// <summary>Assembly may run from one label into the next; compiled code ends in a jump, a return, or a
    /// call that does not come back.</summary>
    private void ReadEnd(in Instruction last)
    {
        // No instruction but padding: INVALID.
        bool leaves = last.Code != Code.INVALID
            && (last.FlowControl is FlowControl.UnconditionalBranch or FlowControl.Return
                or FlowControl.IndirectBranch or FlowControl.Exception
                || (last.FlowControl is FlowControl.Call or FlowControl.IndirectCall && !IsLowerAssembly));
        if (!leaves && !_function.IsManaged && _image.At(_function.End) is { } next)
        {
            _references.Add(new CodeReference(ReferenceKind.Jump, last.IP, next.Start));
        }
    }

    private bool IsLowerAssembly => _function is { IsLower: true, IsManaged: false };

    private void Add(ReferenceKind kind, in Instruction instruction, ulong target) =>
        _references.Add(new CodeReference(
            kind, instruction.IP, target, Known(Register.RSI), Known(Register.RDX)));

    private ulong? Known(Register register) => _known.TryGetValue(register, out ulong value) ? value : null;
}
