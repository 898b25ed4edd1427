namespace Enso.Kernel.Shell.Commands;

/// <summary>The commands that show and steer the machine.</summary>
public static class Commands
{
    /// <summary>A registry of them all, in the order that <c>help</c> lists them.</summary>
    public static CommandRegistry All()
    {
        CommandRegistry registry = new();
        foreach (ShellCommand command in (ShellCommand[])
        [
            new CoresCommand(),
            new ThreadsCommand(),
            new MemoryCommand(),
            new GcCommand(),
            new AcpiCommand(),
            new TopCommand(),
            new TasksCommand(),
            new SpawnCommand(),
            new CancelCommand(),
            new QuantaCommand(),
            new TimersCommand(),
            new QueuesCommand(),
            new NamesCommand(),
            new PublishCommand(),
            new SubscribeCommand(),
            new SendCommand(),
            new ReceiveCommand(),
            new TraceCommand(),
            new InterruptsCommand(),
            new UptimeCommand(),
            new LogCommand(),
            new BenchCommand(),
            new PanicCommand(),
            new RebootCommand(),
            new PowerOffCommand(),
        ])
        {
            registry.Add(command);
        }
        return registry;
    }
}
