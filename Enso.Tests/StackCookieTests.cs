using Enso.Build.Walking;
using Enso.Tests.Walking;

namespace Enso.Tests;

/// <summary>The runtime sets its stack-check cookie while other cores are idle; whatever those run must not
/// compare it (PageTables.ProtectImage says why).</summary>
[TestFixture]
public sealed class StackCookieTests
{
    private static readonly NamedReason[] s_notWhileIdle =
    [
        new("Enso.Machine.Diagnostics.Panic.*", "the kernel ends"),
        new("Enso.Machine.Firmware.Power.Restart", "the machine restarts"),
        new("Enso.Machine.Interrupts.InterruptDispatch.ReportApicError", "no core sends what its APIC refuses"),
        new("Enso.Machine.Interrupts.InterruptDispatch.ReportUnserved", "no line is open then that nobody serves"),
        new("Enso.Machine.Memory.AddressSpace.MapFresh", "an idle core touches no demand-paged memory"),
        new("Enso.Machine.Threads.ThreadTable.Retire", "no thread has ended when the runtime starts"),
    ];

    [Test]
    public void Nothing_that_an_idle_core_runs_compares_the_cookie()
    {
        ImageCode image = LinkedImages.Read(LinkedImages.Kernel);
        WalkRules rules = LowerWalk.Everywhere with
        {
            FromAllLower = false,
            Roots = ["enso_interrupt", "Enso.Machine.Threads.IdleCore.Loop"],
            Forbidden = [new("RhpFallbackFailFast", "compares the stack-check cookie")],
            Boundaries = [.. LowerWalk.Everywhere.Boundaries, .. s_notWhileIdle],
        };
        WalkResult result = Walk.Run(image, rules);
        Assert.That(result.Problems, Is.Empty, LinkedImages.Describe(image, result));
        string[] reached = [.. result.Reached.Select(f => f.Name)];
        Assert.That(reached, Is.SupersetOf((string[])["Enso.Machine.Threads.Scheduler.Reschedule", "enso_switch"]));
        Assert.That(s_notWhileIdle.Select(n => n.Name.Text).Intersect(result.Unused), Is.Empty);
    }
}
