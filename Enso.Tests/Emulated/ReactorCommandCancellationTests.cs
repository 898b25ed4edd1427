using Enso.Tool.Emulation;
using Enso.Tool.Terminal;

namespace Enso.Tests.Emulated;

/// <summary>Ctrl-C at the shell's commands for reactors while a core does not answer.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ReactorCommandCancellationTests
{
    private const int Interrupted = 130;

    // Far less than a core is kept busy.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private VirtualMachine _machine = null!;
    private ShellSession _shell = null!;

    [SetUp]
    public async Task Start()
    {
        _machine = await VirtualMachine.StartAsync(
            TestImages.Direct with { Cores = 3 }, TestImages.BootLimit + TimeSpan.FromMinutes(5));
        _shell = new ShellSession(_machine);
    }

    [TearDown]
    public async Task Stop() => await _machine.DisposeAsync();

    [Test]
    public async Task Whatever_waits_for_a_core_that_does_not_answer_ends()
    {
        await RunAsync("publish 1 prices; publish 0 orders; subscribe 1 prices");
        await RunAsync("spawn 1 busy 600000");
        foreach (string words in (string[])
        [
            "tasks", "cancel 1.1.1", "quanta", "quanta 1 tasks 5", "timers", "queues", "names 1", "spawn 1 count 3",
            "trace start", "publish 1 trades", "subscribe 1 orders", "send prices 1", "receive 1 prices",
            "bench interrupts asleep --cores 1,0", "bench interrupts awake --cores 1,0",
        ])
        {
            await InterruptAsync(words);
        }

        Assert.That(await RunAsync("tasks 2"), Does.Contain("2.0.1"), "the other cores answer");
    }

    [Test]
    public async Task A_queue_that_is_published_in_vain_is_taken_back()
    {
        // Core 2 is known to be silent once the others have agreed without it, so that nothing but the queue waits.
        await RunAsync("spawn 2 busy 4000; publish 0 first");
        await InterruptAsync("publish 2 second");
        Assert.That(await RunAsync("names"), Does.Contain("first").And.Not.Contain("second"));

        // Behind the other on its way to core 2.
        await RunAsync("publish 2 third");
        Assert.That(await RunAsync("queues"), Does.Contain("third").And.Not.Contain("second"));
        await RunAsync("publish 2 second");
    }

    private async Task<string> RunAsync(string words)
    {
        CommandResult result = await _shell.RunAsync(words, s_limit);
        Assert.That(result.Status, Is.Zero, $"{words}: {result.Output}");
        return result.Output;
    }

    private async Task InterruptAsync(string words)
    {
        // Once something is written the shell listens to Ctrl-C.
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CommandResult> running = _shell.RunAsync($"echo begun; {words}", s_limit, Notice);
        await Task.WhenAny(begun.Task, running);
        await _machine.TypeAsync("\u0003");
        CommandResult result = await running;
        Assert.That(result.Status, Is.EqualTo(Interrupted), $"{words}: {result.Output}");

        void Notice(TerminalToken token)
        {
            if (token.Kind == TerminalTokenKind.Text)
            {
                begun.TrySetResult();
            }
        }
    }
}
