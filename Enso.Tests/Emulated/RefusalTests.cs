using Enso.Tool.Emulation;
using NUnit.Framework;

namespace Enso.Tests.Emulated;

/// <summary>A machine that Ensō cannot run on is told so, readably, on the serial line and the screen; then it halts.
/// </summary>
[TestFixture]
[Category("Emulator")]
public sealed class RefusalTests
{
    [TestCase("qemu64,-lm", "lacks 64-bit long mode")]
    [TestCase("max,-nx", "lacks the execute-disable bit")]
    [TestCase("max,-sse4.2", "this processor lacks SSE2 to SSE4.2")]
    [TestCase("max,-popcnt", "this processor lacks POPCNT")]
    [TestCase("max,-cx16", "this processor lacks CMPXCHG16B")]
    [TestCase("max,-apic", "this processor lacks a local APIC")]
    [TestCase("max,-tsc", "this processor lacks a time-stamp counter")]
    public async Task A_processor_without_a_needed_feature_is_refused(string cpu, string reason)
    {
        MachineOptions options = new() { CpuModel = cpu, Cores = 1 };
        await RefusedAsync(options, reason);
    }

    [TestCase(16)]
    [TestCase(32)]
    public async Task Too_little_memory_is_refused(int mebibytes)
    {
        MachineOptions options = new() { Cores = 1, Memory = new MemorySize(mebibytes) };
        await RefusedAsync(options, "there is too little memory");
    }

    [Test]
    public async Task A_machine_without_firmware_tables_is_refused()
    {
        MachineOptions options = new()
        {
            Cores = 1,
            Machine = MachineModel.Pc,
            ExtraArguments = ["-machine", "acpi=off"],
        };
        await RefusedAsync(options, "no ACPI root pointer");
    }

    private static async Task RefusedAsync(MachineOptions options, string reason)
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(options, TestImages.BootLimit);
        Assert.That(await vm.WaitForTextAsync(VirtualMachine.HaltedLine, TestImages.BootLimit),
            await TestImages.DescribeAsync(vm));
        Assert.That(vm.SerialText, Does.Contain(reason));
        ScreenReader screen = await ScreenReader.ReadAsync(vm);
        Assert.That(screen.Text.Replace("\n", "", StringComparison.Ordinal), Does.Contain(reason), "on the screen");
    }
}
