using System.Diagnostics;
using System.Text.RegularExpressions;
using Enso.Tool.Building;

namespace Enso.Tests;

/// <summary>The runtime sets its stack-check cookie while other cores are idle; whatever their interrupts run must not
/// compare it (PageTables.ProtectImage says why).</summary>
[TestFixture]
[Category("Emulator")]
public sealed class StackCookieTests
{
    private static readonly string[] s_idle =
    [
        "InterruptDispatch__Dispatch", "InterruptDispatch__Exception", "InterruptDispatch__PageFault",
        "InterruptDispatch__Leave", "InterruptDispatch__Device", "Timers__Expired", "Timers__Program",
        "Scheduler__CheckTurn", "Scheduler__MakeReady", "Scheduler__Reschedule", "Scheduler__SwitchTo",
        "Scheduler__FinishSwitch", "IdleCore__Loop", "Scheduler__StealWork", "InterProcessor__ServiceRequests",
        "Futex__TimeOut", "Futex__Wake", "Input__OnSerial", "Input__OnKeyboard", "Input__Put", "Input__Wake",
        "AddressSpace__Fault", "AddressSpace__FaultLocked",
    ];

    [Test]
    public void Nothing_that_an_idle_core_runs_compares_the_cookie()
    {
        string image = RepositoryLayout.Current.KernelSymbols;
        using Process objdump = Process.Start(new ProcessStartInfo("objdump", ["-d", "--no-show-raw-insn", image])
        {
            RedirectStandardOutput = true,
        })!;
        string function = "";
        int seen = 0;
        for (string? line = objdump.StandardOutput.ReadLine(); line != null; line = objdump.StandardOutput.ReadLine())
        {
            Match start = Regex.Match(line, @"^[0-9a-f]+ <(.+)>:$");
            if (start.Success)
            {
                function = start.Groups[1].Value;
                seen += s_idle.Any(name => function.EndsWith(name, StringComparison.Ordinal)) ? 1 : 0;
            }
            else if (line.Contains("<RhpFallbackFailFast", StringComparison.Ordinal))
            {
                Assert.That(s_idle.Any(name => function.EndsWith(name, StringComparison.Ordinal)), Is.False, function);
            }
        }
        objdump.WaitForExit();
        // Some are inlined into others; the ones that the assembly calls are always there.
        Assert.That(seen, Is.GreaterThan(5));
    }
}
