using System.Text.RegularExpressions;
using Enso.Tool.Emulation;
using NUnit.Framework;

namespace Enso.Tests.Tool;

/// <summary>The emulator interface on a machine that has firmware and nothing to boot.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class VirtualMachineTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private string _directory = "";
    private MachineOptions _options = null!;

    [SetUp]
    public void MakeEmptyDisc()
    {
        _directory = Directory.CreateTempSubdirectory("machine-").FullName;
        string disc = Path.Combine(_directory, "empty.iso");
        File.WriteAllBytes(disc, new byte[64 * 1024]);
        _options = new MachineOptions { IsoPath = disc, Cores = 3 };
    }

    [TearDown]
    public void RemoveEmptyDisc() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task Registers_of_every_core_can_be_read()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(_options, s_limit);

        string registers = await machine.RegistersAsync();

        Assert.That(Regex.Count(registers, "CPU#"), Is.EqualTo(3));
    }

    [TestCase("screen.png", new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' })]
    [TestCase("screen.ppm", new byte[] { (byte)'P', (byte)'6' })]
    public async Task The_screen_can_be_saved(string name, byte[] signature)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(_options, s_limit);
        string file = Path.Combine(_directory, name);

        await machine.ScreenshotAsync(file);

        Assert.That(File.ReadAllBytes(file).Take(signature.Length), Is.EqualTo(signature));
    }

    [Test]
    public async Task Keys_can_be_pressed()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(_options, s_limit);

        await machine.SendKeysAsync("shift", "a");
        Assert.That(() => machine.SendKeysAsync("no-such-key"), Throws.TypeOf<EmulatorException>());
    }

    [Test]
    public async Task Quitting_is_an_orderly_end()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(_options, s_limit);

        await machine.QuitAsync();

        Assert.Multiple(() =>
        {
            Assert.That(machine.ExitCode, Is.Zero);
            Assert.That(machine.ShutdownReason, Is.EqualTo("host-qmp-quit"));
            Assert.That(machine.HasTimedOut, Is.False);
        });
    }

    [Test]
    public async Task The_time_limit_ends_the_machine()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(_options, TimeSpan.FromSeconds(1));

        Assert.That(await machine.WaitForExitAsync(s_limit), Is.True);
        Assert.That(machine.HasTimedOut, Is.True);
        Assert.That(machine.ExitCode, Is.Not.Zero);
    }

    [Test]
    public async Task Waiting_for_text_ends_with_the_machine()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(_options, s_limit);
        Task<bool> waiting = machine.WaitForTextAsync("never written", s_limit);

        await machine.QuitAsync();

        Assert.That(await waiting, Is.False);
    }

    [Test]
    public async Task What_qemu_refuses_is_reported_in_its_own_words()
    {
        EmulatorException? error = await Assert.ThrowsAsync<EmulatorException>(
            () => VirtualMachine.StartAsync(_options with { CpuModel = "no-such-cpu" }, s_limit));

        Assert.That(error!.Message, Does.Contain("no-such-cpu"));
    }
}
