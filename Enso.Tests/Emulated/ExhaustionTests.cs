using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>A shell whose machine has too little memory for what it is asked to do.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ExhaustionTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Test]
    public async Task A_command_that_uses_up_all_memory_fails_and_the_shell_goes_on()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            TestImages.Direct with { Cores = 2, Memory = new MemorySize(96) }, TestImages.BootLimit + s_limit);
        ShellSession shell = new(machine);
        CommandResult failed = await shell.RunAsync("bench reactor timers", s_limit);
        Assert.That(failed.Output, Does.Contain("bench: System.OutOfMemoryException"));
        CommandResult after = await shell.RunAsync("echo still here", s_limit);
        Assert.That(after.Output, Does.Contain("still here"), await TestImages.DescribeAsync(machine));
    }
}
