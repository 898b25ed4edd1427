using System.Runtime.InteropServices;
using System.Text;
using Enso.Machine.Boot;
using Enso.Machine.Runtime;
using Enso.Tool.Programs;

namespace Enso.Tests.Boot;

/// <summary>What the tool writes on the kernel's command line, the kernel reads again: arguments after <c>--</c>, the
/// environment before it, and the kernel's own options, none of which is taken for another.</summary>
[TestFixture]
[NonParallelizable]
public sealed unsafe class CommandLineWordTests
{
    private static readonly string[] s_awkward =
    [
        "plain", "", " ", "two words", "--", "-", "%", "%41", "100%", "a=b", "quiet", "'", "\"", "\\", "$x", "#;{}|&<>()*?[]~`!^",
        "tab\there", "line\nbreak", "Ensō ✓ 😀", "\u0001\u007f",
    ];

    [Test]
    public void Arguments_come_back_as_they_were_given()
    {
        Give(GuestCommandLine.Write(["quiet"], ["A=1"], s_awkward));
        Assert.That(Arguments(), Is.EqualTo(s_awkward));
    }

    [Test]
    public void Random_arguments_come_back([Range(1, 50)] int seed)
    {
        Random random = new(seed);
        string[] arguments =
        [
            .. Enumerable.Range(0, random.Next(1, 8)).Select(_ => string.Concat(
                Enumerable.Range(0, random.Next(0, 20)).Select(_ => new Rune(random.Next(1, 0xD800)).ToString()))),
        ];
        Give(GuestCommandLine.Write([], [], arguments));
        Assert.That(Arguments(), Is.EqualTo(arguments), $"seed {seed}");
    }

    [Test]
    public void Without_a_separator_there_are_no_arguments()
    {
        Give("quiet cores=2 A=1");
        Assert.That(Arguments(), Is.Empty);
    }

    [Test]
    public void The_line_is_printable_without_blanks_in_words()
    {
        string line = GuestCommandLine.Write([], ["N=a b"], s_awkward);
        Assert.That(line, Does.Match("^[A-Za-z0-9_./:=,+@% -]*$"));
        Assert.That(line.Split(' '), Has.Length.EqualTo(2 + s_awkward.Length));
    }

    [Test]
    public void Variables_come_back_whatever_they_begin_with()
    {
        string[] variables = ["PATH=/bin:/usr/bin", "lower=x", "_x=%41", "Empty=", "é=1", "QUOTE='a b'"];
        Give(GuestCommandLine.Write(["quiet", "cores=2"], variables, ["NOT=this"]));
        EnvironmentBlock.Read();
        Assert.That(Strings(EnvironmentBlock.Variables), Is.EquivalentTo((string[])[.. variables, "TERM=enso"]));
        Assert.That(Marshal.PtrToStringUTF8((nint)Find("lower")), Is.EqualTo("x"));
        Assert.That(Find("NOT") == null, Is.True);
    }

    [Test]
    public void Options_end_where_arguments_begin()
    {
        Give("  cores=3 -- quiet cores=9");
        Assert.That(BootInfo.NumberOption("cores"u8, 1), Is.EqualTo(3UL));
        Assert.That(BootInfo.FindOption("quiet"u8) == null, Is.True);
    }

    [Test]
    public void A_line_of_full_length_is_kept_whole()
    {
        string[] arguments = [.. Enumerable.Repeat("x", (GuestCommandLine.Capacity - 2) / 2)];
        string line = GuestCommandLine.Write([], [], arguments);
        Assert.That(line, Has.Length.EqualTo(GuestCommandLine.Capacity - 1));
        Give(line);
        Assert.That(Arguments(), Is.EqualTo(arguments));
    }

    private static byte* Find(string name)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            return EnvironmentBlock.Find(text);
        }
    }

    private static void Give(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\0");
        fixed (byte* text = bytes)
        {
            BootInfo.SetCommandLine(text, (uint)bytes.Length);
        }
    }

    private static string[] Arguments()
    {
        fixed (byte* name = "image\0"u8)
        {
            int count = ProgramArguments.Read(name);
            string[] all = Strings(ProgramArguments.Vector);
            Assert.That(all, Has.Length.EqualTo(count));
            Assert.That(all[0], Is.EqualTo("image"));
            return all[1..];
        }
    }

    private static string[] Strings(byte** vector)
    {
        List<string> strings = [];
        for (; *vector != null; vector++)
        {
            strings.Add(Marshal.PtrToStringUTF8((nint)(*vector))!);
        }
        return [.. strings];
    }
}
