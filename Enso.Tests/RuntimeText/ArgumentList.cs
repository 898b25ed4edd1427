using System.Runtime.InteropServices;
using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>A <c>va_list</c> as a variadic call would leave it: integers and doubles in their registers'
/// places first, then in order on the stack.</summary>
internal sealed unsafe class ArgumentList : IDisposable
{
    private const int StackWords = 64;

    private readonly byte* _registers = (byte*)NativeMemory.AllocZeroed(VariableArguments.FloatingEnd);
    private readonly ulong* _stack = (ulong*)NativeMemory.AllocZeroed(StackWords * sizeof(ulong));
    private readonly VariableArguments* _list = (VariableArguments*)NativeMemory.Alloc(
        (nuint)sizeof(VariableArguments));

    private readonly List<NativeText> _texts = [];
    private readonly uint _named;

    /// <summary>Places arguments: integers, doubles, strings and <c>nint</c> pointers.</summary>
    /// <param name="named">How many parameters, in integer registers, come before the variable ones.</param>
    /// <param name="arguments">The variable ones.</param>
    public ArgumentList(int named, params object?[] arguments)
    {
        _named = (uint)named;
        uint general = _named * sizeof(ulong);
        uint floating = VariableArguments.GeneralEnd;
        int stack = 0;
        foreach (object? argument in arguments)
        {
            ulong word = ToWord(argument);
            bool isDouble = argument is double;
            if (isDouble && floating < VariableArguments.FloatingEnd)
            {
                *(ulong*)(_registers + floating) = word;
                floating += 16;
            }
            else if (!isDouble && general < VariableArguments.GeneralEnd)
            {
                *(ulong*)(_registers + general) = word;
                general += sizeof(ulong);
            }
            else
            {
                _stack[stack++] = word;
            }
        }
    }

    /// <summary>The list, at its first argument.</summary>
    public VariableArguments* Start()
    {
        _list->GeneralOffset = _named * sizeof(ulong);
        _list->FloatingOffset = VariableArguments.GeneralEnd;
        _list->OverflowArea = (byte*)_stack;
        _list->RegisterSaveArea = _registers;
        return _list;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _texts.ForEach(text => text.Dispose());
        NativeMemory.Free(_list);
        NativeMemory.Free(_stack);
        NativeMemory.Free(_registers);
    }

    private ulong ToWord(object? argument)
    {
        switch (argument)
        {
            case null:
                return 0;
            case string text:
                _texts.Add(new NativeText(text));
                return (ulong)_texts[^1].Pointer;
            case double value:
                return BitConverter.DoubleToUInt64Bits(value);
            case ulong value:
                return value;
            case nint value:
                return (ulong)value;
            case int value:
                // A register's upper half is undefined for an int; junk shows who reads it.
                return 0xDEADBEEF_00000000 | (uint)value;
            default:
                return (ulong)Convert.ToInt64(argument, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
