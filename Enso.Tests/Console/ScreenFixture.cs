using System.Runtime.InteropServices;
using System.Text;
using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>A screen on memory of its own. The screen is static, as there is one in a machine, so these
/// fixtures do not run beside each other.</summary>
[NonParallelizable]
public abstract unsafe class ScreenFixture
{
    private void* _memory;

    /// <summary>The screen's memory.</summary>
    protected byte* Memory => (byte*)_memory;

    /// <summary>Detaches the screen before its memory goes.</summary>
    [TearDown]
    public void Detach()
    {
        Screen.Detach();
        NativeMemory.Free(_memory);
        _memory = null;
    }

    /// <summary>Attaches a blank VGA text screen of 80 by 25 without a VGA behind it.</summary>
    protected void AttachVgaText()
    {
        Allocate(80 * 25 * 2);
        Screen.AttachVgaText(Memory, isHardware: false);
    }

    /// <summary>Memory for a screen, filled with a byte that no test expects.</summary>
    protected void Allocate(int size)
    {
        Screen.Detach();
        NativeMemory.Free(_memory);
        _memory = NativeMemory.Alloc((nuint)size);
        NativeMemory.Fill(_memory, (nuint)size, 0xCC);
    }

    /// <summary>Writes text as UTF-8.</summary>
    protected static void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    protected static void Write(params byte[] bytes)
    {
        fixed (byte* first = bytes)
        {
            Screen.Write(first, (ulong)bytes.Length);
        }
    }

    /// <summary>The characters of a row without the blanks at its end.</summary>
    protected static string Row(int row)
    {
        var text = new StringBuilder();
        for (int column = 0; column < Screen.Columns; column++)
        {
            text.Append(char.ConvertFromUtf32((int)Screen.CellAt(column, row).CodePoint));
        }
        return text.ToString().TrimEnd(' ');
    }
}
