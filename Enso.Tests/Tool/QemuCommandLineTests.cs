using Enso.Tool.Emulation;
using NUnit.Framework;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class QemuCommandLineTests
{
    private static readonly MachineOptions s_options = new() { IsoPath = "/a.iso", ElfPath = "/a.elf" };

    [Test]
    public void The_default_machine_boots_the_iso_by_bios_on_translated_cores() =>
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(s_options)),
            Is.EqualTo("-machine q35 -accel tcg,thread=multi -cpu max -smp 4 -m 512M -nic none -no-reboot "
                + "-cdrom /a.iso -boot d -display none"));

    [Test]
    public void A_direct_boot_takes_the_elf_and_its_command_line() =>
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(
                s_options with { Boot = BootPath.Direct, Append = "cores=2", NoReboot = false, Cores = 1 })),
            Does.Contain("-smp 1").And.Contain("-kernel /a.elf -append cores=2").And.Not.Contain("-no-reboot")
                .And.Not.Contain("-cdrom"));

    [Test]
    public void Uefi_from_one_image_is_a_bios() =>
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(
                s_options with { Firmware = Firmware.Uefi }, new OvmfImage("/OVMF.fd", null))),
            Does.Contain("-bios /OVMF.fd -cdrom /a.iso"));

    [Test]
    public void Uefi_from_two_images_is_flash() =>
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(
                s_options with { Firmware = Firmware.Uefi }, new OvmfImage("/CODE.fd", "/VARS,1.fd"))),
            Does.Contain("unit=0,format=raw,readonly=on,file=/CODE.fd")
                .And.Contain("unit=1,format=raw,file=/VARS,,1.fd"));

    [Test]
    public void Contradictions_are_refused()
    {
        Assert.That(
            () => QemuCommandLine.Build(s_options with { Append = "x" }), Throws.ArgumentException);
        Assert.That(
            () => QemuCommandLine.Build(s_options with { Boot = BootPath.Direct, Firmware = Firmware.Uefi }),
            Throws.ArgumentException);
    }

    [Test]
    public void Virtualisation_runs_the_hosts_processor() =>
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(s_options with { Accelerator = Accelerator.Kvm })),
            Does.Contain("-accel kvm -cpu host"));

    [Test]
    public void A_counted_run_depends_on_no_clock_of_the_host() =>
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(s_options with { Timeline = Timeline.Counted })),
            Does.Contain("-accel tcg,thread=single").And.Contain("-smp 4")
                .And.Contain("-icount shift=0,sleep=off -rtc base=2026-01-01T00:00:00,clock=vm -seed 1"));

    [TestCase(Timeline.Recorded, "rr=record")]
    [TestCase(Timeline.Replayed, "rr=replay")]
    public void A_recorded_run_names_its_file_and_has_one_core(Timeline timeline, string mode)
    {
        MachineOptions options = s_options with { Timeline = timeline, TimelineFile = "/r,1", Cores = 1 };
        Assert.That(
            string.Join(' ', QemuCommandLine.Build(options)),
            Does.Contain($"-icount shift=0,{mode},rrfile=/r,,1"));
        Assert.That(() => QemuCommandLine.Build(options with { Cores = 2 }), Throws.ArgumentException);
        Assert.That(() => QemuCommandLine.Build(options with { TimelineFile = null }), Throws.ArgumentException);
        Assert.That(
            () => QemuCommandLine.Build(options with { Accelerator = Accelerator.Kvm }), Throws.ArgumentException);
    }

    [TestCase("64M", 64)]
    [TestCase("128M", 128)]
    [TestCase("1g", 1024)]
    [TestCase("64G", 65536)]
    public void Sizes_have_a_unit(string text, int mebibytes)
    {
        Assert.That(MemorySize.TryParse(text, out MemorySize size), Is.True);
        Assert.That(size.Mebibytes, Is.EqualTo(mebibytes));
    }

    [TestCase("")]
    [TestCase("G")]
    [TestCase("512")]
    [TestCase("63M")]
    [TestCase("65G")]
    [TestCase("-1G")]
    [TestCase("1.5G")]
    [TestCase("99999999999G")]
    public void Other_texts_are_no_sizes(string text) => Assert.That(MemorySize.TryParse(text, out _), Is.False);
}
