using Enso.Tool;
using Enso.Tool.Benchmarks;
using Enso.Tool.Emulation;
using Enso.Tool.Requirements;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class LinuxGuestTests
{
    [Test]
    public void Linux_has_the_same_machine_and_gets_the_programs_arguments()
    {
        OsBenchmarkOptions options = new() { Benchmarks = ["yield", "sleep"] };
        LinuxGuest guest = new(
            options.Machine, new LinuxImage("/vmlinuz", "/initial.cpio"), options.ProgramArguments, options.Timeout);

        string[] enso = [.. QemuCommandLine.Build(options.Machine with { ElfPath = "/enso.elf", Append = "x" })];
        string[] linux = [.. QemuCommandLine.Build(guest.Machine)];

        Assert.Multiple(() =>
        {
            Assert.That(linux[..Array.IndexOf(linux, "-kernel")], Is.EqualTo(enso[..Array.IndexOf(enso, "-kernel")]));
            Assert.That(
                string.Join(' ', linux),
                Does.Contain("-kernel /vmlinuz").And.Contain("-initrd /initial.cpio")
                    .And.Contain("-- --rounds 5 --divide 1 yield sleep"));
        });
    }

    [Test]
    public async Task Without_apt_it_is_said_what_to_do()
    {
        string directory = Directory.CreateTempSubdirectory("kernel-").FullName;
        try
        {
            LinuxKernelPackage package = new(directory, new HostProbe(directory, "/usr/bin"));

            ToolException? error = await Assert.ThrowsAsync<ToolException>(
                () => package.EnsureAsync(CancellationToken.None));

            Assert.That(error!.ExitCode, Is.EqualTo(ExitCodes.Missing));
            Assert.That(
                error.Message,
                Does.Contain("there is no apt-cache").And.Contain("sudo apt-get update").And.Contain("--no-linux"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public async Task A_kernel_that_is_there_needs_no_apt()
    {
        string directory = Directory.CreateTempSubdirectory("kernel-").FullName;
        try
        {
            string kernel = Path.Combine(directory, "kernel", "boot", "vmlinuz-6.1.0-56-amd64");
            Directory.CreateDirectory(Path.GetDirectoryName(kernel)!);
            await File.WriteAllTextAsync(kernel, "");

            LinuxKernelPackage package = new(directory, new HostProbe(directory, "/usr/bin"));

            Assert.That(await package.EnsureAsync(CancellationToken.None), Is.EqualTo(kernel));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void The_kernels_package_is_what_the_meta_package_depends_on()
    {
        const string Dependencies =
            """
            linux-image-amd64
              Depends: linux-image-6.1.0-56-amd64
              Suggests: linux-doc
            """;

        Assert.That(LinuxKernelPackage.PackageName(Dependencies), Is.EqualTo("linux-image-6.1.0-56-amd64"));
        Assert.That(LinuxKernelPackage.PackageName("linux-image-amd64\n  Suggests: linux-doc"), Is.Null);
    }

    [Test]
    public void The_programs_libraries_and_its_loader_are_found()
    {
        const string Output =
            "\tlinux-vdso.so.1 (0x00007fef49c1f000)\n"
            + "\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007fef49b2d000)\n"
            + "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fef4961e000)\n"
            + "\t/lib64/ld-linux-x86-64.so.2 (0x00007fef49c21000)\n";

        Assert.That(
            LinuxImageBuilder.Libraries(Output),
            Is.EqualTo(new[]
            {
                "/lib/x86_64-linux-gnu/libm.so.6", "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2",
            }));
    }

    [Test]
    public void The_shells_uptime_is_read()
    {
        const string Output = "2026-11-21 03:56:51 UTC, up 0.00:01:00.359, 4 cores 6.4% busy since start, 2 threads\n";

        Assert.That(EnsoGuest.UpTime(Output), Is.EqualTo(TimeSpan.FromMilliseconds(60_359)));
        Assert.That(EnsoGuest.UpTime("enso: no command 'uptime'"), Is.Null);
    }
}
