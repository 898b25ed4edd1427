using Enso.Tool.Emulation;
using NUnit.Framework;

namespace Enso.Tests.Emulated;

/// <summary>The shell comes up on every machine of the matrix, on all its cores, and switches the machine off.
/// </summary>
[TestFixture]
[Category("Emulator")]
public sealed class StartUpTests
{
    private static readonly TimeSpan s_command = TimeSpan.FromSeconds(60);

    [Test]
    public async Task The_shell_comes_up_and_powers_off(
        [Values("bios", "uefi", "direct")] string boot,
        [Values] MachineModel machine,
        [Values(1, 2, 8)] int cores,
        [Values(128, 1024)] int mebibytes)
    {
        MachineOptions options = new()
        {
            Boot = boot == "direct" ? BootPath.Direct : BootPath.Iso,
            Firmware = boot == "uefi" ? Firmware.Uefi : Firmware.Bios,
            Machine = machine,
            Cores = cores,
            Memory = new MemorySize(mebibytes),
        };
        await BootAndPowerOffAsync(options);
    }

    [Test]
    public async Task Fifty_boots_in_a_row_reach_the_shell()
    {
        for (int i = 0; i < 50; i++)
        {
            await BootAndPowerOffAsync(TestImages.Direct with { Cores = 1 + (i % 4) });
        }
    }

    [Test]
    public async Task Sixty_four_mebibytes_are_enough()
        => await BootAndPowerOffAsync(TestImages.Direct with { Memory = new MemorySize(64), Cores = 2 });

    [Test]
    public async Task Sixty_four_cores_start()
        => await BootAndPowerOffAsync(TestImages.Direct with { Memory = new MemorySize(512), Cores = 64 });

    [Test]
    public async Task Memory_above_four_gibibytes_is_used()
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(
            TestImages.Direct with { Memory = new MemorySize(8192), Cores = 2 }, TestImages.BootLimit);
        ShellSession shell = new(vm);
        CommandResult memory = await shell.RunAsync("memory", TestImages.BootLimit);
        Assert.That(memory.Output, Does.Match(@"usable\s+8 GiB"), await TestImages.DescribeAsync(vm));
    }

    [Test]
    public async Task Sixty_four_gibibytes_are_used()
    {
        // The emulator's host need not have them: only what is touched is taken.
        MachineOptions options = TestImages.Direct with
        {
            Memory = new MemorySize(64 * 1024),
            Cores = 2,
            ExtraArguments =
            [
                "-object", "memory-backend-ram,id=unreserved,size=64G,reserve=off",
                "-machine", "memory-backend=unreserved",
            ],
        };
        await using VirtualMachine vm = await VirtualMachine.StartAsync(options, TestImages.BootLimit);
        CommandResult memory = await new ShellSession(vm).RunAsync("memory", TestImages.BootLimit);
        Assert.That(memory.Output, Does.Match(@"usable\s+63\.[89] GiB"), await TestImages.DescribeAsync(vm));
    }

    [Test]
    public async Task A_core_that_does_not_start_is_reported_and_survived()
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(
            TestImages.Direct with { Cores = 4, Append = "skip-core=2" }, TestImages.BootLimit);
        ShellSession shell = new(vm);
        CommandResult cores = await shell.RunAsync("cores", TestImages.BootLimit);
        Assert.That(vm.SerialText, Does.Contain("core 2 (APIC 2) did not start; going on without it"));
        Assert.That(cores.Output, Does.Contain("3 of 4 cores online"));
    }

    [Test]
    public async Task Reboot_restarts_the_machine()
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(
            TestImages.Direct with { NoReboot = true }, TestImages.BootLimit);
        ShellSession shell = new(vm);
        CommandResult reboot = await shell.RunAsync("reboot", TestImages.BootLimit);
        Assert.That(await vm.WaitForExitAsync(s_command), await TestImages.DescribeAsync(vm));
        Assert.That(vm.ShutdownReason, Is.EqualTo("guest-reset"), reboot.Output);
    }

    [Test]
    public async Task The_keyboard_types_into_the_shell()
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(TestImages.Direct, TestImages.BootLimit);
        ShellSession shell = new(vm);
        await shell.WaitForPromptAsync(TestImages.BootLimit);
        await vm.TypeOnKeyboardAsync("echo keys: A-z_09\n");
        Assert.That(await vm.WaitForTextAsync("\u0007keys: A-z_09", s_command), await TestImages.DescribeAsync(vm));
    }

    private static async Task BootAndPowerOffAsync(MachineOptions options)
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(options, TestImages.BootLimit * 2);
        ShellSession shell = new(vm);
        CommandResult result;
        try
        {
            result = await shell.RunAsync("cores", TestImages.BootLimit);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"no shell on {options}\n{await TestImages.DescribeAsync(vm)}");
            throw;
        }
        Assert.That(result.Output, Does.Contain($"{options.Cores} of {options.Cores} cores online"),
            await TestImages.DescribeAsync(vm));
        await vm.TypeAsync("poweroff\r");
        Assert.That(await vm.WaitForExitAsync(s_command), await TestImages.DescribeAsync(vm));
        Assert.That(vm.ExitCode, Is.Zero);
        Assert.That(vm.ShutdownReason, Is.EqualTo("guest-shutdown"));
    }
}
