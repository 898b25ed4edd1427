using System.Runtime.InteropServices;
using Enso.Machine.Memory;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Code that is made at run time, such as the runtime's thunks for delegates that C calls.</summary>
internal static unsafe class ExecutableMemoryTests
{
    private const ulong Size = 8192;

    /// <summary>lea eax, [rdi + rsi + VALUE]; ret.</summary>
    private static ReadOnlySpan<byte> Code => [0x8D, 0x84, 0x37, 0, 0, 0, 0, 0xC3];

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Sum(int left, int right);

    [KernelTest]
    internal static void A_delegate_can_be_called_as_a_c_function()
    {
        int more = 100;
        Sum sum = (left, right) => left + right + more;
        IntPtr function = Marshal.GetFunctionPointerForDelegate(sum);
        Check.Equal(105, ((delegate* unmanaged<int, int, int>)function)(2, 3));
        GC.Collect();
        Check.Equal(109, ((delegate* unmanaged<int, int, int>)function)(4, 5));
        GC.KeepAlive(sum);
    }

    [KernelTest]
    internal static void Memory_is_writable_or_executable_and_changes_between_them()
    {
        byte* memory = (byte*)AddressSpace.Reserve(Size, Protection.ReadWrite, PageTables.PageSize);
        for (byte round = 1; round < 5; round++)
        {
            Code.CopyTo(new Span<byte>(memory, Code.Length));
            memory[3] = round;
            CheckPage(memory, writable: true, executable: false);
            Check.That(AddressSpace.Protect((ulong)memory, Size, Protection.ReadExecute));
            Check.Equal(5 + round, ((delegate* unmanaged<int, int, int>)memory)(2, 3));
            CheckPage(memory, writable: false, executable: true);
            Check.That(AddressSpace.Protect((ulong)memory, Size, Protection.ReadWrite));
        }
        Check.That(AddressSpace.Protect((ulong)memory, Size, Protection.Read));
        CheckPage(memory, writable: false, executable: false);
        Check.That(AddressSpace.Release((ulong)memory, Size));
    }

    [KernelTest]
    internal static void Code_runs_on_every_core_right_after_it_was_written()
    {
        byte* memory = (byte*)AddressSpace.Reserve(Size, Protection.ReadWrite, PageTables.PageSize);
        for (int round = 1; round < 20; round++)
        {
            Code.CopyTo(new Span<byte>(memory, Code.Length));
            memory[3] = (byte)round;
            Check.That(AddressSpace.Protect((ulong)memory, Size, Protection.ReadExecute));
            int expected = round + 3;
            int[] results = new int[Environment.ProcessorCount * 2];
            Parallel.For(0, results.Length,
                i => results[i] = ((delegate* unmanaged<int, int, int>)memory)(1, 2));
            Check.That(results.All(result => result == expected), $"round {round}: {string.Join(' ', results)}");
            Check.That(AddressSpace.Protect((ulong)memory, Size, Protection.ReadWrite));
        }
        Check.That(AddressSpace.Release((ulong)memory, Size));
    }

    private static void CheckPage(byte* address, bool writable, bool executable)
    {
        ulong entry = *PageTables.Find((ulong)address & ~(PageTables.PageSize - 1));
        Check.Equal(writable, (entry & (ulong)PageFlags.Writable) != 0);
        Check.Equal(executable, (entry & (ulong)PageFlags.NoExecute) == 0);
    }
}
