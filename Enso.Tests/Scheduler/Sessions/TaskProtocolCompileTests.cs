using Enso.Tests.Queues.Protocols;
using Microsoft.CodeAnalysis;

namespace Enso.Tests.Scheduler.Sessions;

/// <summary>A session that a task uses out of order does not compile; beside each wrong use stands the right one, which
/// does.</summary>
[TestFixture]
public sealed class TaskProtocolCompileTests
{
    private static readonly (string What, string Protocol, string Right, string Wrong, string Error)[] s_cases =
    [
        ("receive where it sends", "Send<int, End>",
            "(await s.Send(1)).Close();", "await s.Receive();", "CS1061"),
        ("send where it receives", "Receive<int, End>",
            "(await s.Receive()).Next.Close();", "await s.Send(1);", "CS1929"),
        ("send another type", "Send<int, End>",
            "(await s.Send(1)).Close();", "(await s.Send(\"1\")).Close();", "CS1929"),
        ("go on without having waited", "Send<int, End>",
            "(await s.Send(1)).Close();", "s.Send(1).Close();", "CS1061"),
        ("close before the end", "Send<int, Receive<int, End>>",
            "(await (await s.Send(1)).Receive()).Next.Close();", "(await s.Send(1)).Close();", "CS1929"),
        ("choose what the other end chooses", "Offer<End, End>",
            "(await s.Offer()).Match(l => 0, r => 0);", "(await s.ChooseLeft()).Close();", "CS1061"),
        ("wait for a choice that is this end's", "Choose<End, End>",
            "(await s.ChooseLeft()).Close();", "await s.Offer();", "CS1061"),
        ("go one way as if it were the other", "Choose<Send<int, End>, Receive<int, End>>",
            "(await (await s.ChooseLeft()).Send(1)).Close();", "(await (await s.ChooseRight()).Send(1)).Close();",
            "CS1929"),
        ("end a loop that says continue", "Loop<Send<int, Continue>>",
            "(await s.Enter().Send(1)).Repeat();", "(await s.Enter().Send(1)).Close();", "CS1929"),
        ("send at the dual's end of a send", "Dual<Send<int, End>>",
            "(await s.Receive()).Next.Close();", "(await s.Send(1)).Close();", "CS1929"),
        ("receive at the dual's end of a receive", "Dual<Receive<int, End>>",
            "(await s.Send(1)).Close();", "await s.Receive();", "CS1061"),
        ("choose at the dual's end of a choice", "Dual<Choose<End, End>>",
            "(await s.Offer()).Match(l => 0, r => 0);", "(await s.ChooseLeft()).Close();", "CS1061"),
        ("offer at the dual's end of an offer", "Dual<Offer<End, End>>",
            "(await s.ChooseRight()).Close();", "await s.Offer();", "CS1061"),
    ];

    private static IEnumerable<TestCaseData> Right => s_cases.Select(c =>
        new TestCaseData(c.Protocol, c.Right).SetArgDisplayNames(c.What, c.Protocol));

    private static IEnumerable<TestCaseData> Wrong => s_cases.Select(c =>
        new TestCaseData(c.Protocol, c.Wrong, c.Error).SetArgDisplayNames(c.What, c.Protocol));

    [TestCaseSource(nameof(Right))]
    public void What_the_protocol_says_compiles_in_a_task(string protocol, string body) =>
        Assert.That(ProtocolSnippet.ErrorsInTask(protocol, body), Is.Empty);

    [TestCaseSource(nameof(Wrong))]
    public void What_the_protocol_does_not_say_does_not_compile_in_a_task(string protocol, string body, string error)
    {
        Diagnostic[] errors = ProtocolSnippet.ErrorsInTask(protocol, body);
        Assert.That(errors.Select(e => e.Id).Distinct(), Is.EqualTo([error]), string.Join('\n', errors.AsEnumerable()));
    }
}
