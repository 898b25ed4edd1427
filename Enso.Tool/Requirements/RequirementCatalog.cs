using Enso.Tool.Emulation;

namespace Enso.Tool.Requirements;

/// <summary>Everything that must be on the host, besides the .NET SDK.</summary>
public static class RequirementCatalog
{
    /// <summary>The packages, in the order that <c>enso doctor</c> shows them.</summary>
    public static IReadOnlyList<Requirement> All { get; } =
    [
        new("binutils", "assembles and links the kernel", Need.Build) { Commands = ["as", "ld", "objcopy"] },
        new("musl-dev", "pure math and string functions that the kernel links", Need.Build)
        {
            AnyOfFiles = ["/usr/lib/x86_64-linux-musl/libc.a", "/usr/lib/musl/lib/libc.a"],
        },
        new("libssl-dev", "has the cryptography that images link which use it", Need.Library)
        {
            AnyOfFiles = ["/usr/lib/x86_64-linux-gnu/libcrypto.a"],
        },
        new("grub-common", "makes the ISO", Need.Build) { Commands = ["grub-mkrescue"] },
        new("grub-pc-bin", "boots the ISO by BIOS", Need.Build) { AnyOfFiles = ["/usr/lib/grub/i386-pc"] },
        new("grub-efi-amd64-bin", "boots the ISO by UEFI", Need.Build)
        {
            AnyOfFiles = ["/usr/lib/grub/x86_64-efi"],
        },
        new("xorriso", "writes the ISO's file system", Need.Build) { Commands = ["xorriso"] },
        new("mtools", "writes the ISO's EFI partition", Need.Build) { Commands = ["mformat"] },
        new("qemu-system-x86", "emulates the machine", Need.Run) { Commands = [QemuCommandLine.Executable] },
        new("ovmf", "is the UEFI firmware of the emulated machine", Need.Run) { AnyOfFiles = [.. OvmfImage.CodePaths] },
        new("gdb", "debugs the running kernel", Need.Debug) { Commands = ["gdb"] },
    ];

    /// <summary>The packages that one command needs and <c>enso doctor</c> leaves alone.</summary>
    public static IReadOnlyList<Requirement> OnDemand { get; } =
    [
        new("gcc", "compiles process 1 of the Linux that Ensō is measured beside, and links its program", Need.Bench)
        {
            Commands = ["gcc"],
        },
        new("libc6-dev", "is the C library that these are linked with", Need.Bench)
        {
            AnyOfFiles = ["/usr/lib/x86_64-linux-gnu/libc.a", "/usr/lib64/libc.a"],
        },
        new("cargo", "builds the programs that measure crossbeam and tokio", Need.Crossbeam | Need.Tokio)
        {
            Commands = ["cargo", "rustc"],
        },
        new("librust-crossbeam-queue-dev", "has crossbeam's queues", Need.Crossbeam)
        {
            AnyOfFiles = ["/usr/share/doc/librust-crossbeam-queue-dev"],
        },
        new("librust-crossbeam-channel-dev", "has crossbeam's channels", Need.Crossbeam)
        {
            AnyOfFiles = ["/usr/share/doc/librust-crossbeam-channel-dev"],
        },
        new("librust-tokio-dev", "has tokio, which the reactor is compared with", Need.Tokio)
        {
            AnyOfFiles = ["/usr/share/doc/librust-tokio-dev"],
        },
        new("g++", "builds the program that measures boost's queues", Need.Boost) { Commands = ["g++"] },
        new("libboost-dev", "has boost's queues", Need.Boost)
        {
            AnyOfFiles = ["/usr/include/boost/lockfree/queue.hpp"],
        },
        new("default-jdk-headless", "builds and runs the program that measures the Disruptor", Need.Disruptor)
        {
            Commands = ["javac", "java"],
        },
        new("libdisruptor-java", "has the Disruptor", Need.Disruptor)
        {
            AnyOfFiles = ["/usr/share/java/disruptor.jar"],
        },
    ];

    /// <summary>What some commands need.</summary>
    /// <param name="need">The commands.</param>
    /// <returns>The packages.</returns>
    public static IEnumerable<Requirement> For(Need need) =>
        All.Concat(OnDemand).Where(requirement => (requirement.Need & need) != 0);
}
