using System.Globalization;
using Enso.Machine.Cpu;
using Enso.Machine.Runtime;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>uptime</c>: how long the system runs, and the time of day.</summary>
internal sealed class UptimeCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "uptime";

    /// <inheritdoc/>
    public override string Summary => "time since start, time of day, load";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        ulong now = Clock.Now();
        TimeSpan up = TimeSpan.FromMicroseconds(now / 1000);
        string busy = Format.Percent(TimeSymbols.ProcessTime(), now * (ulong)Cores.OnlineCount);
        context.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC, up {up:d\\.hh\\:mm\\:ss\\.fff}, "
            + $"{Cores.OnlineCount} cores {busy} busy since start, {ThreadTable.Count} threads"));
        return 0;
    }
}
