using System.Text.Json;
using System.Text.RegularExpressions;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>The shell's commands for reactors, inside the booted kernel.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class ReactorCommandTests
{
    private const int Cores = 3;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private VirtualMachine _machine = null!;
    private ShellSession _shell = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _machine = await VirtualMachine.StartAsync(
            TestImages.Direct with { Cores = Cores }, TestImages.BootLimit + TimeSpan.FromMinutes(10));
        _shell = new ShellSession(_machine);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _machine.DisposeAsync();

    [Test]
    public async Task Each_core_has_a_reactor_from_boot()
    {
        string tasks = await RunAsync("tasks");
        for (int core = 0; core < Cores; core++)
        {
            Assert.That(tasks, Does.Match($@"(?m)^{core}\.0\.1 +root +waiting"));
        }
    }

    [Test]
    public async Task A_task_is_started_seen_and_cancelled()
    {
        string task = Regex.Match(await RunAsync("spawn 2 tick 20"), @"task (2\.\d+\.\d+)").Groups[1].Value;
        Assert.That(await RunAsync("tasks 2"), Does.Match($@"(?m)^  {Regex.Escape(task)} +tick 20 +waiting"));
        
        // Another may be there for a while, if names were agreed on just now.
        Assert.That(await RunAsync("timers"), Does.Match(@"(?m)^ +2 +[12] +0\.0\d\d s"));
        Assert.That(await RunAsync("top 1"), Does.Match(@"(?m)^ +2 .* [1-9]"));
        await RunAsync($"cancel {task}");
        Assert.That(await RunUntilAsync("tasks 2", output => !output.Contains("tick")), Does.Not.Contain("tick"));
    }

    [Test]
    public async Task Interrupts_are_counted_with_how_late_they_were_served()
    {
        // Not before core 1's reactor has slept and was woken by its timer.
        await RunAsync("spawn 1 tick 1");
        string list = await RunUntilAsync("interrupts", output => Regex.IsMatch(output, @"(?m)^ +1 +0xf0 +timer "));
        Assert.That(list, Does.Match(@"(?m)^core +vector .* lost +held back +held up +failed +p50 "));
        Assert.That(list, Does.Match(@"(?m)^0xf0 +timer +\d+"));
        Assert.That(list, Does.Match(@"(?m)^ +1 +0xf0 +timer +0 +[1-9]\d* +0 +0 +0 +0 +\d+ (ns|us|ms)"));
        Assert.That(await RunAsync("interrupts 0xf0"), Does.Match(@"(?m)^ +1 +\d+ (ns|us|ms) +\d+ +#"));
        await RefuseAsync("interrupts 0x51", "interrupts: no reactor has served vector 0x51 yet");
        await RefuseAsync("interrupts 0x100", "interrupts: '0x100' is not a vector; use 0 to 255");
    }

    [Test]
    public async Task A_task_that_fails_leaves_its_stack_in_the_log()
    {
        await RunAsync("spawn 1 fail 3");
        string log = await RunUntilAsync("log", output => output.Contains("Jobs.cs:line"));
        Assert.That(
            log, Does.Contain("'fail 3' failed: System.InvalidOperationException: This task was asked to fail."));
        Assert.That(log, Does.Contain("Jobs.cs:line"));
    }

    [Test]
    public async Task A_task_that_runs_too_long_is_named()
    {
        // Where polls are not timed a turn that took too long makes the next ones so.
        for (int i = 0; i < 3; i++)
        {
            await RunAsync("spawn 1 busy 30");
        }

        string log = await RunUntilAsync("log", output => output.Contains("in one poll"));
        Assert.That(log, Does.Match("'busy 30' ran for [0-9]+ us in one poll, more than 10000 us"));
    }

    [Test]
    public async Task Texts_go_from_core_to_core()
    {
        await RunAsync("publish 1 prices 2");
        await RunAsync("subscribe 0 prices");
        await RunAsync("subscribe 2 prices");
        await RunAsync("send prices AAPL 42.10");
        await RunAsync("send prices MSFT 17");
        await RefuseAsync(
            "send prices one more", "send: 'prices' is full: its slowest reader has 2 messages to read");
        Assert.That(await RunAsync("receive 0 prices"), Does.StartWith("AAPL 42.10"));
        Assert.That(await RunAsync("receive 2 prices"), Does.StartWith("AAPL 42.10"));
        Assert.That(await RunAsync("receive 0 prices"), Does.StartWith("MSFT 17"));
        Assert.That(await RunAsync("receive 0 prices"), Does.StartWith("(nothing)"));
        Assert.That(await RunAsync("queues"), Does.Match(@"(?m)^ +1 +prices +2 +1 +2 +2 +2 +1"));
        await RefuseAsync("publish 2 prices 4", "publish: 'prices' is a queue of core 1 already");
        await RefuseAsync(
            "publish 2 others 3", "publish: a queue's capacity is a power of two, up to 65536, and not 3");
        await RefuseAsync("receive 1 prices", "receive: core 1 does not read 'prices'");
        await RefuseAsync("subscribe 0 prices", "subscribe: core 0 reads 'prices' already");
        await RefuseAsync("send nothing x", "send: 'nothing' is no queue");
    }

    [Test]
    public async Task A_name_that_is_published_on_any_core_is_found_from_any_core()
    {
        await RunAsync("publish 2 trades 4");
        await RunAsync("publish 0 orders 4");
        for (int core = 0; core < Cores; core++)
        {
            await RefuseAsync($"publish {core} trades", "publish: 'trades' is a queue of core 2 already");
            await RunAsync($"subscribe {core} trades");
            string names = await RunAsync($"names {core}");
            Assert.That(names, Does.Match(@"(?m)^name +kind +core +since version"));
            Assert.That(names, Does.Match(@"(?m)^orders +queue +0 +[0-9]+"));
            Assert.That(names, Does.Match(@"(?m)^trades +queue +2 +[0-9]+"));
            Assert.That(names, Does.Match($@"(?m)^version [0-9]+ on core {core}; core 0 coordinates; "));
        }

        await RunAsync("send trades AAPL 42.10");
        for (int core = 0; core < Cores; core++)
        {
            Assert.That(await RunAsync($"receive {core} trades"), Does.StartWith("AAPL 42.10"));
        }

        await RefuseAsync(
            $"publish 1 {new string('a', 256)}", "publish: a name has 1 to 255 characters, and this one has 256");
        await RefuseAsync("publish 1 ''", "publish: a name has 1 to 255 characters, and this one has 0");
        await RefuseAsync("names 3", "names: '3' is not a core; use 0 to 2");
        await RefuseAsync("names 0 1", "names: unexpected argument '1'");
    }

    [Test]
    public async Task Quanta_are_changed_while_it_runs()
    {
        Assert.That(await RunAsync("quanta 2 tasks 7"), Does.Match(@"(?m)^ +2 +64 +64 +64 +64 +7 +round-robin\r?$"));
        Assert.That(await RunAsync("quanta 2 interrupts 9"), Does.Match(@"(?m)^ +2 +9 +64 +64 +64 +7 "));
        await RunAsync("quanta 2 tasks 64");
        Assert.That(await RunAsync("quanta 2 interrupts 64"), Does.Match(@"(?m)^ +2 +64 +64 +64 +64 +64 "));
        await RefuseAsync("quanta 2 tasks 0", "quanta: '0' is not a number of tasks; use 1 to 1000000");
        foreach (string words in (string[])["quanta 2 naps", "quanta 2 naps 4"])
        {
            await RefuseAsync(words, "quanta: 'naps' is no kind of work; use interrupts, bus, io, timers, tasks");
        }

        await RefuseAsync("quanta 2 tasks", "quanta: 'tasks' needs a number behind it");
        await RefuseAsync("quanta 9", "quanta: '9' is not a core; use 0 to 2");
    }

    [Test]
    public async Task A_trace_is_what_Perfetto_reads()
    {
        await RunAsync("trace start 1000");
        await RefuseAsync("trace start", "trace: A trace of core 0 is under way: stop it first.");
        await RunAsync("spawn 2 fork 4");
        await RunUntilAsync("tasks 2", output => !output.Contains("child"));
        await RunAsync("gc collect");
        string output = await RunAsync("trace stop");
        using JsonDocument trace = JsonDocument.Parse(output[..(output.LastIndexOf('}') + 1)]);
        JsonElement[] events = [.. trace.RootElement.GetProperty("traceEvents").EnumerateArray()];

        // A row for each core, and one beside it for the collections that stopped it.
        Assert.That(events.Count(what => what.GetProperty("ph").GetString() == "M"), Is.EqualTo(2 * Cores));
        Assert.That(events.Count(what => what.GetProperty("name").GetString() == "collection"), Is.AtLeast(Cores));
        JsonElement[] polls = [.. events.Where(what => what.GetProperty("name").GetString() == "child 3")];
        Assert.That(polls, Has.Length.EqualTo(11));
        Assert.That(polls, Has.All.Matches<JsonElement>(
            what => what.GetProperty("tid").GetInt32() == 2 && what.GetProperty("dur").GetDouble() > 0));
        Assert.That(events.Any(what => what.GetProperty("name").GetString() == "Spawn"
            && what.GetProperty("args").GetProperty("from").GetInt32() == 0));
        await RefuseAsync("trace stop", "trace: no trace is under way");
    }

    [Test]
    public async Task Wrong_use_is_refused_with_what_is_valid()
    {
        await RefuseAsync("spawn 1 nap 3", "spawn: 'nap' is not a job; use count, tick, busy, fail, fork");
        await RefuseAsync("spawn 3 count 3", "spawn: '3' is not a core; use 0 to 2");
        await RefuseAsync("spawn 1 count many", "spawn: 'many' is not a number of turns");
        await RefuseAsync("spawn 1 tick 0", "spawn: '0' is not a number of milliseconds; use 1 to 1000000000");
        await RefuseAsync("spawn 1 busy 600001", "spawn: '600001' is not a number of milliseconds; use 0 to 600000");
        await RefuseAsync("spawn 1 fork 1001", "spawn: '1001' is not a number of children; use 0 to 1000");
        await RefuseAsync("cancel 0.77.9", "cancel: 0.77.9 is no task");
        await RefuseAsync("cancel 1.0.1", "cancel: 1.0.1 is the root of core 1: without it the core would halt");
        await RefuseAsync("cancel 5", "cancel: '5' is not a task; use one that 'tasks' lists");
        await RefuseAsync("top 0", "top: '0' is not a number of seconds");
    }

    private async Task<string> RunAsync(string words)
    {
        CommandResult result = await _shell.RunAsync(words, s_limit);
        Assert.That(result.Status, Is.Zero, $"{words}: {result.Output}");
        return result.Output;
    }

    private async Task RefuseAsync(string words, string complaint)
    {
        CommandResult result = await _shell.RunAsync(words, s_limit);
        Assert.That(result.Output, Does.StartWith(complaint), words);
        Assert.That(result.Status, Is.EqualTo(2), words);
    }

    // What is waited for happens on other cores; each look is a command, so there are enough of them.
    private async Task<string> RunUntilAsync(string words, Predicate<string> isThere)
    {
        const int Looks = 200;
        string output = "";
        for (int i = 0; i < Looks; i++)
        {
            output = await RunAsync(words);
            if (isThere(output))
            {
                break;
            }
        }

        return output;
    }
}
