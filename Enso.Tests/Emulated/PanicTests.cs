using System.Text.RegularExpressions;
using Enso.Tool.Emulation;
using NUnit.Framework;

namespace Enso.Tests.Emulated;

/// <summary>What a panic says.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class PanicTests
{
    private static readonly TimeSpan s_report = TimeSpan.FromSeconds(60);

    [TestCase("panic", @"\*\*\* PANIC: asked for in the shell")]
    [TestCase("panic bug", @"\*\*\* BUG: asked for in the shell")]
    [TestCase("panic fault", @"\*\*\* PANIC: invalid instruction \(#UD\)")]
    [TestCase("panic unhandled", @"InvalidOperationException: asked for in the shell")]
    [TestCase("panic overflow", @"\*\*\* PANIC: stack overflow in thread main")]
    public async Task The_report_says_what_happened(string command, string what)
    {
        string text = await PanicAsync(command);
        Assert.That(text, Does.Match(what));
    }

    [Test]
    public async Task The_report_names_the_csharp_file_and_line_of_every_frame()
    {
        string text = await PanicAsync("panic");
        Assert.That(text, Does.Match(
            @"at Enso\.Kernel\.Shell\.Commands\.PanicCommand\.Execute in Enso\.Kernel/Shell/Commands/PanicCommand\.cs:\d+"));
        Assert.That(text, Does.Match(@"at Enso\.Kernel\.Program\.Main in Enso\.Kernel/Program\.cs:\d+"));
        Assert.That(text, Does.Match(@"core \d+, thread main #1, \["));
        Assert.That(text, Does.Contain("last log lines:"));
        Assert.That(text, Does.Contain("cores: 4 of 4 online"));
    }

    [Test]
    public async Task An_unhandled_exceptions_report_has_the_files_and_lines_of_dotnets_own_stack_trace()
    {
        string text = await PanicAsync("panic unhandled");
        Assert.That(text, Does.Match(@"Unhandled exception\. System\.InvalidOperationException: asked for in the shell\s+"
            + @"at Enso\.Kernel\.Shell\.Commands\.PanicCommand\.\S+\(\) in "
            + @"Enso\.Kernel/Shell/Commands/PanicCommand\.cs:line \d+"));
    }

    [Test]
    public async Task A_fault_shows_the_registers()
    {
        string text = await PanicAsync("panic fault");
        Assert.That(text, Does.Match(@"rip [0-9a-f]{16} rsp [0-9a-f]{16} rbp [0-9a-f]{16}"));
        Assert.That(text, Does.Match(@"at enso_invalid in Enso\.Machine/Cpu/instructions\.S:\d+"));
    }

    [Test]
    public async Task A_panic_inside_a_panic_still_prints()
    {
        string text = await PanicAsync("panic nested");
        Assert.That(text, Does.Contain("*** PANIC: asked for in the shell, with a fault inside"));
        Assert.That(text, Does.Contain("*** PANIC inside the panic: invalid instruction (#UD)"));
    }

    [Test]
    public async Task The_other_cores_are_stopped()
    {
        await using VirtualMachine vm = await StartAsync();
        await new ShellSession(vm).WaitForPromptAsync(TestImages.BootLimit);
        await vm.TypeAsync("panic\r");
        Assert.That(await vm.WaitForTextAsync(VirtualMachine.HaltedLine, s_report));
        // HLT=1 on each: stopped with interrupts off (IF is bit 9 of RFL). The one that panics halts after its last
        // line, so it may need a moment.
        string registers = "";
        for (int attempt = 0; attempt < 100 && Regex.Count(registers, "HLT=1") < 4; attempt++)
        {
            registers = await vm.RegistersAsync();
        }
        MatchFlags(registers);
    }

    private static void MatchFlags(string registers)
    {
        var cores = Regex.Matches(registers, @"RFL=([0-9a-f]{8}).*HLT=(\d)");
        Assert.That(cores, Has.Count.EqualTo(4), registers);
        foreach (Match core in cores)
        {
            Assert.That(core.Groups[2].Value, Is.EqualTo("1"), registers);
            Assert.That(Convert.ToUInt32(core.Groups[1].Value, 16) & 0x200, Is.Zero, registers);
        }
    }

    private static Task<VirtualMachine> StartAsync() => VirtualMachine.StartAsync(TestImages.Direct, TestImages.BootLimit);

    private static async Task<string> PanicAsync(string command)
    {
        await using VirtualMachine vm = await StartAsync();
        await new ShellSession(vm).WaitForPromptAsync(TestImages.BootLimit);
        await vm.TypeAsync(command + "\r");
        Assert.That(await vm.WaitForTextAsync(VirtualMachine.HaltedLine, s_report), await TestImages.DescribeAsync(vm));
        return vm.SerialText;
    }
}
