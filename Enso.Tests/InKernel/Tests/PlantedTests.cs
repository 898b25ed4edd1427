using Enso.Machine.Boot;
using Enso.Machine.Cpu;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Failures planted on request (<c>plant=…</c> on the command line), so that the host can prove that it sees
/// them. Without a request they pass.</summary>
internal static unsafe class PlantedTests
{
    [KernelTest]
    internal static void Planted_failure()
    {
        byte* plant = BootInfo.FindOption("plant"u8);
        switch (plant == null ? (byte)0 : *plant)
        {
            case (byte)'a':
                Check.Equal(4, 2 + 3);
                break;
            case (byte)'e':
                throw new InvalidOperationException("planted");
            case (byte)'h':
                Instructions.DisableInterrupts();
                for (;;)
                {
                    Instructions.Pause();
                }
            case (byte)'t':
                // No interrupt table: the fault cannot be delivered, nor the double fault after it.
                byte* empty = stackalloc byte[16];
                Instructions.Fill(empty, 0, 16);
                Instructions.LoadInterruptDescriptors(empty);
                Machine.Diagnostics.Panic.ExecuteInvalidInstruction();
                break;
            default:
                break;
        }
    }
}
