using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>What the kernel's command line says of the reactors.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ReactorOptionTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    [Test]
    public async Task One_core_is_kept_for_interrupts_and_one_keeps_the_timers()
    {
        await using VirtualMachine machine = await StartAsync(cores: 3, "interrupt-core=2 timer-core=1");
        ShellSession shell = new(machine);
        await RunAsync(shell, "spawn 0 tick 10");
        Assert.That(await RunAsync(shell, "timers"), Does.Match(@"(?m)^ +0 +0 +-\s+1 +1 +0\.0"));
        string interrupts = await RunAsync(shell, "interrupts");

        // What came before the reactors ran came to core 0.
        Assert.That(interrupts, Does.Match(@"(?m)^0x30 +serial port +\d+ +\d+ +0 +[1-9]"));
        string threads = await RunAsync(shell, "threads");
        Assert.That(threads, Does.Match(@"(?m)^ *1 +main +running +[01] +0,1 "));
        Assert.That(threads, Does.Match(@"(?m)^ *\d+ +reactor 2 +\w+ +2 +2 +3 "), "no reactor on the core");
    }

    [Test]
    public async Task Each_discipline_runs_tasks(
        [Values("priority", "ageing", "deadline", "fair-share", "deficit", "lottery")] string discipline)
    {
        await using VirtualMachine machine = await StartAsync(cores: 1, $"discipline={discipline}");
        ShellSession shell = new(machine);
        Assert.That(await RunAsync(shell, "quanta"), Does.Match($@"(?m)^ +0 .* {discipline}\r?$"));
        await RunAsync(shell, "spawn 0 fork 3");
        await RunAsync(shell, "spawn 0 count 1000");
        Assert.That(await RunAsync(shell, "log"), Does.Not.Contain("discipline="));

        // Each look is a command, so there are enough of them.
        const int looks = 200;
        string tasks = "";
        for (int i = 0; i < looks; i++)
        {
            tasks = await RunAsync(shell, "tasks");
            if (!tasks.Contains("fork 3", StringComparison.Ordinal)
                && !tasks.Contains("count 1000", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"tasks that have not ended: {tasks}");
    }

    [Test]
    public async Task What_is_not_allowed_is_named_with_what_is()
    {
        await using VirtualMachine machine = await StartAsync(
            cores: 2, "discipline=foo timer-core=2 interrupt-core=x");
        ShellSession shell = new(machine);
        string log = await RunAsync(shell, "log");
        Assert.That(log, Does.Contain("discipline=foo: the disciplines are round-robin, priority, ageing,"));
        Assert.That(log, Does.Contain("timer-core=2: the cores are 0 to 1"));
        Assert.That(log, Does.Contain("interrupt-core=x: the cores are 0 to 1"));
        Assert.That(await RunAsync(shell, "quanta"), Does.Match(@"(?m)^ +1 .* round-robin\r?$"));
        Assert.That(await RunAsync(shell, "tasks"), Does.Contain("1.0.1"));
    }

    [Test]
    public async Task The_only_core_is_not_kept_for_interrupts()
    {
        await using VirtualMachine machine = await StartAsync(cores: 1, "interrupt-core=0");
        ShellSession shell = new(machine);
        Assert.That(await RunAsync(shell, "log"), Does.Contain("interrupt-core: the only core has to do everything"));
    }

    private static Task<VirtualMachine> StartAsync(int cores, string append) => VirtualMachine.StartAsync(
        TestImages.Direct with { Cores = cores, Append = append }, TestImages.BootLimit + TimeSpan.FromMinutes(5));

    private static async Task<string> RunAsync(ShellSession shell, string words)
    {
        CommandResult result = await shell.RunAsync(words, s_limit);
        Assert.That(result.Status, Is.Zero, $"{words}: {result.Output}");
        return result.Output;
    }
}
