using Enso.Tool;
using Enso.Tool.Commands;
using NUnit.Framework;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class CommandLineTests
{
    [TestCase("run --cores 0", "--cores", "'0'", "1 to 64")]
    [TestCase("run --cores 65", "--cores", "'65'", "1 to 64")]
    [TestCase("run --cores -1", "--cores", "'-1'", "1 to 64")]
    [TestCase("run --cores four", "--cores", "'four'", "1 to 64")]
    [TestCase("run --memory 512", "--memory", "'512'", "128M or 1G")]
    [TestCase("run --memory 63M", "--memory", "'63M'", "from 64M to 64G")]
    [TestCase("run --memory 65G", "--memory", "'65G'", "from 64M to 64G")]
    [TestCase("run --firmware efi", "--firmware", "'efi'", "bios or uefi")]
    [TestCase("run --machine isa", "--machine", "'isa'", "q35 or pc")]
    [TestCase("run --display x11", "--display", "'x11'", "none or window or vnc")]
    [TestCase("run --accel hvf", "--accel", "'hvf'", "tcg or kvm")]
    [TestCase("run --timeout 0 --exec cores", "--timeout", "'0'", "1 to 86400")]
    [TestCase("run --exec ;", "--exec", "';'", "commands separated by ';'")]
    [TestCase("run --exec cores --screenshot a.gif", "--screenshot", "'a.gif'", ".png or .ppm")]
    [TestCase("run --app x -e =1", "--env", "'=1'", "NAME=VALUE")]
    [TestCase("run --app x --env NOTHING", "--env", "'NOTHING'", "NAME=VALUE")]
    [TestCase("run --image no-such-file", "--image", "'no-such-file'", "an ELF file")]
    [TestCase("run --image /bin/sh --iso", "--image", "'/bin/sh'", "--iso; give one of them")]
    [TestCase("run --image /bin/sh --app x", "--image", "'/bin/sh'", "--app; give one of them")]
    [TestCase("debug --image /bin/sh", "--image", "'/bin/sh'", "'/bin/sh.debug'")]
    [TestCase("run --replay no-such-file", "--replay", "'no-such-file'", "that --record wrote")]
    [TestCase("run --cores 2 --record a", "--cores", "'2'", "one core only")]
    [TestCase("run --icount --accel kvm", "--accel", "'kvm'", "counts no instructions")]
    [TestCase("debug --port 80", "--port", "'80'", "1024 to 65535")]
    [TestCase("debug --script no-such-file", "--script", "'no-such-file'", "gdb commands")]
    [TestCase("bench os --runs 0", "--runs", "'0'", "1 to 100")]
    [TestCase("bench os --rounds many", "--rounds", "'many'", "1 to 1000")]
    [TestCase("bench os --cores 65", "--cores", "'65'", "1 to 64")]
    [TestCase("bench os --memory 1", "--memory", "'1'", "from 64M to 64G")]
    [TestCase("bench os --accel hvf", "--accel", "'hvf'", "tcg or kvm")]
    [TestCase("bench os --timeout 0", "--timeout", "'0'", "1 to 86400")]
    [TestCase("bench os --json no-such-folder/a", "--json", "'no-such-folder/a'", "a folder that exists")]
    [TestCase("bench os --json .", "--json", "'.'", "name of a file")]
    [TestCase("bench queues --rounds 0", "--rounds", "'0'", "1 to 1000")]
    [TestCase("bench queues --divide none", "--divide", "'none'", "1 to 10000")]
    [TestCase("bench queues --json no-such-folder/a", "--json", "'no-such-folder/a'", "a folder that exists")]
    public async Task A_wrong_value_is_named_with_its_flag_and_the_valid_values(
        string line, string flag, string value, string valid)
    {
        (int exitCode, _, string error) = await RunAsync(line.Split(' '));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(ExitCodes.Usage));
            Assert.That(error, Does.Contain(flag).And.Contain(value).And.Contain(valid));
        });
    }

    [TestCase("run --cores", "a value is missing")]
    [TestCase("run --cores 2 --cores 4", "too many")]
    [TestCase("run --append x", "--kernel")]
    [TestCase("run --kernel --firmware uefi", "uefi")]
    [TestCase("run --kernel --iso", "give one of them")]
    [TestCase("run --record a --replay b", "give one of them")]
    [TestCase("run --timeout 9", "--exec")]
    [TestCase("run --screenshot a.png", "--exec")]
    [TestCase("run -- Ada", "--app PROJECT")]
    [TestCase("build -- Ada", "--app PROJECT")]
    [TestCase("run -e A=1", "--app PROJECT")]
    [TestCase("run --app samples/hello --exec cores", "--exec has no meaning")]
    [TestCase("run --app samples/hello --screenshot a.png", "--screenshot has no meaning")]
    [TestCase("run --app no-such-project", "there is no such file or folder")]
    [TestCase("build --app no-such-project", "there is no such file or folder")]
    [TestCase("run --cors 4", "did you mean '--cores'?")]
    [TestCase("run extra", "'extra'")]
    [TestCase("rnu", "did you mean 'run'?")]
    [TestCase("tset", "did you mean 'test'?")]
    [TestCase("frobnicate", "run, test, build, debug, bench, trace, draw, sim, doctor, clean")]
    [TestCase("--cores 4", "'--cores'")]
    [TestCase("bench oss", "'oss' is not a command of 'enso bench'; did you mean 'os'?")]
    [TestCase("bench --runs 1", "'--runs' is not a flag of 'enso bench'")]
    [TestCase("bench os yeild", "'yeild' is not a benchmark; did you mean 'yield'?")]
    [TestCase("bench os --run 1", "'--run' is not a flag of 'enso bench os'; did you mean '--runs'?")]
    [TestCase("bench queues spcs", "'spcs' is neither a way of passing messages nor a queue; did you mean 'spsc'?")]
    [TestCase("bench queues mpsc link-vec", "'mpsc link-vec' chooses nothing: these have no figure in common.")]
    [TestCase("bench queues disruptor --no-peers", "no figure in common that is left with --no-peers")]
    [TestCase("test --quik", "'--quik' is not a flag of 'enso test'; did you mean '--quick'?")]
    public async Task A_command_line_that_means_nothing_is_explained(string line, string expected)
    {
        (int exitCode, string output, string error) = await RunAsync(line.Split(' '));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(ExitCodes.Usage));
            Assert.That(error, Does.Contain(expected));
            Assert.That(output, Is.Empty);
        });
    }

    [Test]
    public async Task A_programs_arguments_must_fit_the_kernels_command_line()
    {
        string[] arguments = [.. Enumerable.Repeat("0123456789", 400)];
        (int exitCode, _, string error) = await RunAsync(["run", "--app", "samples/hello", "--", .. arguments]);

        Assert.That(exitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(error, Does.Contain("4402 bytes").And.Contain("3839"));
    }

    [Test]
    public async Task An_unclosed_quote_in_exec_is_explained()
    {
        (int exitCode, _, string error) = await RunAsync("run", "--exec", "echo 'a; b");

        Assert.That(exitCode, Is.EqualTo(ExitCodes.Usage));
        Assert.That(error, Does.Contain("the quote ' is not closed"));
    }

    [TestCase("", "./enso [command]")]
    [TestCase("--help", "./enso [command]")]
    [TestCase("bench", "./enso bench [command]")]
    public async Task Without_a_command_there_is_help(string line, string usage)
    {
        (int exitCode, string output, string error) = await RunAsync(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(error, Is.Empty);
            Assert.That(output, Does.Contain(usage).And.Contain("Examples:"));
        });
    }

    [TestCase("run")]
    [TestCase("test")]
    [TestCase("build")]
    [TestCase("debug")]
    [TestCase("doctor")]
    [TestCase("clean")]
    [TestCase("draw")]
    [TestCase("trace")]
    [TestCase("sim")]
    [TestCase("bench")]
    [TestCase("bench os")]
    [TestCase("bench queues")]
    public async Task Every_command_has_help_with_examples(string command)
    {
        (int exitCode, string output, _) = await RunAsync([.. command.Split(' '), "--help"]);

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain($"./enso {command}").And.Contain("Examples:"));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = await EnsoCommand.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
