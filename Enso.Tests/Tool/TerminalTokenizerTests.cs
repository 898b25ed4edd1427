using Enso.Tool.Terminal;
using NUnit.Framework;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class TerminalTokenizerTests
{
    private const string Dialogue =
        "boot\r\n\x1b]133;A\aenso> \x1b]133;B\x1b\\cores\r\n\x1b]133;C\a\x1b[1;32mfour\x1b[0m\r\n\x1b]133;D;7\a";

    private static readonly TerminalToken[] s_dialogue =
    [
        new(TerminalTokenKind.Text, "boot\r\n"),
        new(TerminalTokenKind.OperatingSystemCommand, "133;A"),
        new(TerminalTokenKind.Text, "enso> "),
        new(TerminalTokenKind.OperatingSystemCommand, "133;B"),
        new(TerminalTokenKind.Text, "cores\r\n"),
        new(TerminalTokenKind.OperatingSystemCommand, "133;C"),
        new(TerminalTokenKind.ControlSequence, "\x1b[1;32m"),
        new(TerminalTokenKind.Text, "four"),
        new(TerminalTokenKind.ControlSequence, "\x1b[0m"),
        new(TerminalTokenKind.Text, "\r\n"),
        new(TerminalTokenKind.OperatingSystemCommand, "133;D;7"),
    ];

    [Test]
    public void Text_and_sequences_are_told_apart() =>
        Assert.That(new TerminalTokenizer().Feed(Dialogue), Is.EqualTo(s_dialogue));

    [Test]
    public void Sequences_may_be_split_anywhere()
    {
        for (int cut = 0; cut <= Dialogue.Length; cut++)
        {
            TerminalTokenizer tokenizer = new();
            TerminalToken[] tokens = [.. tokenizer.Feed(Dialogue[..cut]), .. tokenizer.Feed(Dialogue[cut..])];
            Assert.That(Merge(tokens), Is.EqualTo(s_dialogue), $"cut at {cut}");
        }
    }

    [Test]
    public void An_endless_sequence_becomes_text()
    {
        string junk = "\x1b]" + new string('x', TerminalTokenizer.MaximumSequenceLength);
        IReadOnlyList<TerminalToken> tokens = new TerminalTokenizer().Feed(junk + "end");

        Assert.That(tokens[0].Kind, Is.EqualTo(TerminalTokenKind.Text));
        Assert.That(tokens[^1].Value, Does.EndWith("end"));
    }

    [Test]
    public void Output_to_a_file_has_no_sequences_and_plain_line_ends()
    {
        Assert.That(OutputFilter.Plain(Dialogue), Is.EqualTo("boot\nenso> cores\nfour\n"));
        Assert.That(
            new OutputFilter(keepColour: true).Take(Dialogue),
            Is.EqualTo("boot\nenso> cores\n\x1b[1;32mfour\x1b[0m\n"));
    }

    [TestCase("133;A", PromptMarkKind.PromptStart, 0)]
    [TestCase("133;B", PromptMarkKind.InputStart, 0)]
    [TestCase("133;C", PromptMarkKind.OutputStart, 0)]
    [TestCase("133;D", PromptMarkKind.Finished, 0)]
    [TestCase("133;D;3", PromptMarkKind.Finished, 3)]
    [TestCase("133;D;-1;err=x", PromptMarkKind.Finished, -1)]
    [TestCase("133;A;cl=m", PromptMarkKind.PromptStart, 0)]
    public void Prompt_marks_are_read(string payload, PromptMarkKind kind, int status)
    {
        Assert.That(PromptMark.TryParse(payload, out PromptMark mark), Is.True);
        Assert.That(mark, Is.EqualTo(new PromptMark(kind, status)));
    }

    [TestCase("133;Z")]
    [TestCase("0;title")]
    [TestCase("1337;A")]
    [TestCase("")]
    public void Other_commands_are_no_prompt_marks(string payload) =>
        Assert.That(PromptMark.TryParse(payload, out _), Is.False);

    private static List<TerminalToken> Merge(IEnumerable<TerminalToken> tokens)
    {
        List<TerminalToken> merged = [];
        foreach (TerminalToken token in tokens)
        {
            if (token.Kind == TerminalTokenKind.Text && merged.Count > 0 && merged[^1].Kind == token.Kind)
            {
                merged[^1] = token with { Value = merged[^1].Value + token.Value };
            }
            else
            {
                merged.Add(token);
            }
        }

        return merged;
    }
}
