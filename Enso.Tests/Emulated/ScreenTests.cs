using Enso.Tool.Emulation;
using NUnit.Framework;

namespace Enso.Tests.Emulated;

/// <summary>The screen shows what the serial line does.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ScreenTests
{
    [TestCase(Firmware.Bios)]
    [TestCase(Firmware.Uefi)]
    public async Task The_screen_shows_the_boot_and_what_commands_print(Firmware firmware)
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(
            new MachineOptions { Firmware = firmware, Cores = 2 }, TestImages.BootLimit);
        ShellSession shell = new(vm);
        await shell.RunAsync("echo 'Ensō: äöü ┌─┐ 100%'", TestImages.BootLimit);
        await shell.WaitForPromptAsync(TestImages.BootLimit);
        ScreenReader screen = await ScreenReader.ReadAsync(vm);
        TestContext.Out.WriteLine(screen.Text);
        Assert.That(screen.Text, Does.Contain("Ensō 0.1.0, a managed operating system"));
        Assert.That(screen.Text, Does.Contain("cores: 2 of 2 online"));
        Assert.That(screen.Text, Does.Contain("\nEnsō: äöü ┌─┐ 100%\nenso>"));
    }

    [Test]
    public async Task A_panic_is_on_the_screen()
    {
        await using VirtualMachine vm = await VirtualMachine.StartAsync(new MachineOptions(), TestImages.BootLimit);
        await new ShellSession(vm).WaitForPromptAsync(TestImages.BootLimit);
        await vm.TypeAsync("panic\r");
        Assert.That(await vm.WaitForTextAsync(VirtualMachine.HaltedLine, TestImages.BootLimit));
        ScreenReader screen = await ScreenReader.ReadAsync(vm);
        Assert.That(screen.Text, Does.Contain("*** PANIC: asked for in the shell"));
        Assert.That(screen.Text, Does.Contain(VirtualMachine.HaltedLine));
    }
}
