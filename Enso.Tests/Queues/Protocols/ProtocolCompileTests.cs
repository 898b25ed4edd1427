using Microsoft.CodeAnalysis;

namespace Enso.Tests.Queues.Protocols;

/// <summary>A session used out of order does not compile; beside each wrong use stands the right one, which does.
/// </summary>
[TestFixture]
public sealed class ProtocolCompileTests
{
    private static readonly (string What, string Protocol, string Right, string Wrong, string Error)[] s_cases =
    [
        ("receive where it sends", "Send<int, End>",
            "s.Send(1).Close();", "s.Receive(out int x).Close();", "CS1061"),
        ("send where it receives", "Receive<int, End>",
            "s.Receive(out int x).Close();", "s.Send(1).Close();", "CS1061"),
        ("send another type", "Send<int, End>",
            "s.Send(1).Close();", "s.Send(\"1\").Close();", "CS0411"),
        ("receive another type", "Receive<int, End>",
            "s.Receive(out int x).Close();", "s.Receive(out string x).Close();", "CS0411"),
        ("send twice what is sent once", "Send<int, End>",
            "s.Send(1).Close();", "s.Send(1).Send(2).Close();", "CS1061"),
        ("close before the end", "Send<int, Receive<int, End>>",
            "s.Send(1).Receive(out _).Close();", "s.Send(1).Close();", "CS1929"),
        ("go on after the end", "End",
            "s.Close();", "s.Close().Send(1);", "CS0023"),
        ("skip a message", "Receive<int, Receive<string, End>>",
            "s.Receive(out int x).Receive(out string y).Close();", "s.Receive(out string y).Close();", "CS0411"),
        ("choose what the other end chooses", "Offer<End, End>",
            "s.Offer().Match(l => 0, r => 0);", "s.ChooseLeft().Close();", "CS1061"),
        ("wait for a choice that is this end's", "Choose<End, End>",
            "s.ChooseLeft().Close();", "s.Offer();", "CS1061"),
        ("go one way as if it were the other", "Choose<Send<int, End>, Receive<int, End>>",
            "s.ChooseLeft().Send(1).Close();", "s.ChooseRight().Send(1).Close();", "CS1061"),
        ("use an offer without asking which", "Offer<Receive<int, End>, End>",
            "if (s.Offer().IsLeft(out var l, out var r)) { l.Receive(out int x).Close(); } else { r.Close(); }",
            "s.Offer().Receive(out int x).Close();", "CS1061"),
        ("swap the ways of an offer", "Offer<Receive<int, End>, End>",
            "if (s.Offer().IsLeft(out var l, out var r)) { l.Receive(out int x); } else { r.Close(); }",
            "if (s.Offer().IsLeft(out var l, out var r)) { l.Close(); } else { r.Close(); }", "CS1929"),
        ("use a loop's body without entering it", "Loop<Send<int, Continue>>",
            "s.Enter().Send(1).Repeat().Send(2);", "s.Send(1);", "CS1061"),
        ("go round a loop that says end", "Loop<Choose<Continue, End>>",
            "s.Enter().ChooseLeft().Repeat().ChooseRight().Close();", "s.Enter().ChooseRight().Repeat();", "CS1929"),
        ("end a loop that says continue", "Loop<Send<int, Continue>>",
            "s.Enter().Send(1).Repeat();", "s.Enter().Send(1).Close();", "CS1929"),
        ("continue where there is no loop", "Loop<Outer<End>>",
            "s.Enter().Leave().Close();", "s.Enter().Leave().Repeat();", "CS1061"),
        ("leave a loop from outside", "Loop<Outer<Send<int, End>>>",
            "s.Enter().Leave().Send(1).Close();", "s.Leave();", "CS1061"),
        ("keep a state of one loop in a variable of another", "Loop<Loop<Choose<Continue, Outer<Continue>>>>",
            "var t = s.Enter().Enter(); t = t.ChooseRight().Leave().Repeat().Enter();",
            "var t = s.Enter().Enter(); t = t.ChooseRight().Leave().Repeat();", "CS0029"),
        ("send at the dual's end of a send", "Dual<Send<int, End>>",
            "s.Receive(out int x).Close();", "s.Send(1).Close();", "CS1061"),
        ("receive at the dual's end of a receive", "Dual<Receive<int, End>>",
            "s.Send(1).Close();", "s.Receive(out int x).Close();", "CS1061"),
        ("choose at the dual's end of a choice", "Dual<Choose<End, End>>",
            "s.Offer().Match(l => 0, r => 0);", "s.ChooseLeft().Close();", "CS1061"),
        ("offer at the dual's end of an offer", "Dual<Offer<End, End>>",
            "s.ChooseRight().Close();", "s.Offer();", "CS1061"),
        ("forget the dual in a loop", "Dual<Loop<Choose<Send<int, Continue>, End>>>",
            "if (s.Enter().Offer().IsLeft(out var l, out var r)) { l.Receive(out int x).Repeat().Offer(); }",
            "if (s.Enter().Offer().IsLeft(out var l, out var r)) { l.Receive(out int x).Repeat().ChooseLeft(); }",
            "CS1061"),
        ("receive asynchronously where it sends", "Send<int, End>",
            "(await s.SendAsync(1)).Close();", "(await s.ReceiveAsync()).Next.Close();", "CS1061"),
        ("go on without having waited", "Send<int, End>",
            "(await s.SendAsync(1)).Close();", "s.SendAsync(1).Close();", "CS1061"),
        ("write a protocol whose rest is none", "Send<int, Send<int, End>>",
            "s.Send(1).Send(2).Close();", "Session<Send<int, int>, NoLoop, TTransport> t;", "CS0315"),
        ("make a state of one's own", "End",
            "s.Close();", "new Session<End, NoLoop, TTransport>(null!).Close();", "CS1729"),
    ];

    private static IEnumerable<TestCaseData> Right => s_cases.Select(c =>
        new TestCaseData(c.Protocol, c.Right).SetArgDisplayNames(c.What, c.Protocol));

    private static IEnumerable<TestCaseData> Wrong => s_cases.Select(c =>
        new TestCaseData(c.Protocol, c.Wrong, c.Error).SetArgDisplayNames(c.What, c.Protocol));

    [TestCaseSource(nameof(Right))]
    public void What_the_protocol_says_compiles(string protocol, string body) =>
        Assert.That(ProtocolSnippet.Errors(protocol, body), Is.Empty);

    [TestCaseSource(nameof(Wrong))]
    public void What_the_protocol_does_not_say_does_not_compile(string protocol, string body, string error)
    {
        Diagnostic[] errors = ProtocolSnippet.Errors(protocol, body);
        Assert.That(errors.Select(e => e.Id).Distinct(), Is.EqualTo([error]), string.Join('\n', errors.AsEnumerable()));
    }
}
