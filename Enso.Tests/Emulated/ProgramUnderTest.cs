using System.Diagnostics;
using System.Text;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;
using Enso.Tool.Running;

namespace Enso.Tests.Emulated;

/// <summary>What a program did.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Its standard output, byte by byte (as Latin-1).</param>
/// <param name="Error">Its standard error, likewise.</param>
internal sealed record ProgramResult(int Status, string Output, string Error);

/// <summary>A project that is run on Ensō and on the host, of one build.</summary>
internal sealed class ProgramUnderTest
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly ProgramImage _image;

    private ProgramUnderTest(ProgramImage image) => _image = image;

    /// <summary>What the programs are given.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Environment variables that they are given.</summary>
    public string[] Variables { get; init; } = [];

    /// <summary>Their standard input.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>What the build warned of.</summary>
    public string Warnings { get; private init; } = "";

    /// <summary>Builds a project.</summary>
    /// <param name="project">Its folder, from the repository's root.</param>
    public static async Task<ProgramUnderTest> BuildAsync(string project)
    {
        RepositoryLayout repository = RepositoryLayout.Current;
        ProgramBuilder builder = new(repository, new Doctor(HostProbe.ForThisMachine()));
        using StringWriter warnings = new();
        ProgramImage image = await builder.BuildAsync(
            Path.Combine(repository.Root, project), null, warnings, CancellationToken.None);
        return new ProgramUnderTest(image) { Warnings = warnings.ToString() };
    }

    /// <summary>The same program with other arguments, variables and input.</summary>
    public ProgramUnderTest With(string[] arguments, string[] variables, byte[]? input = null) =>
        new(_image) { Arguments = arguments, Variables = variables, Input = input ?? [], Warnings = Warnings };

    /// <summary>Runs it on Ensō.</summary>
    /// <param name="cores">The machine's cores.</param>
    public async Task<ProgramResult> RunOnEnsoAsync(int cores = 4)
    {
        MachineOptions options = new()
        {
            Boot = BootPath.Direct,
            ElfPath = _image.Elf,
            Cores = cores,
            Append = GuestCommandLine.Write(["mark-messages"], Variables, Arguments),
        };
        using MemoryStream input = new(Input);
        using MemoryStream output = new();
        using MemoryStream error = new();
        int status = await new ProgramRun(options, s_limit).RunAsync(input, output, error, CancellationToken.None);
        return new ProgramResult(status, Text(output), Text(error));
    }

    /// <summary>Runs it on the host's .NET, with the settings that Ensō has.</summary>
    public async Task<ProgramResult> RunOnHostAsync()
    {
        string assembly = Path.Combine(
            _image.BuildDirectory, "bin", _image.Name, FindRelease(), $"{_image.Name}.dll");
        ProcessStartInfo start = new(DotnetSdk.Command, [assembly, .. Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["TZ"] = "UTC";
        foreach (string[] variable in Variables.Select(variable => variable.Split('=', 2)))
        {
            start.Environment[variable[0]] = variable[1];
        }

        using Process process = Process.Start(start)!;
        using MemoryStream output = new();
        using MemoryStream error = new();
        using CancellationTokenSource limit = new(s_limit);
        await Task.WhenAll(
            GiveAsync(process.StandardInput.BaseStream, Input, limit.Token),
            process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token),
            process.StandardError.BaseStream.CopyToAsync(error, limit.Token),
            process.WaitForExitAsync(limit.Token));
        return new ProgramResult(process.ExitCode, Text(output), Text(error));
    }

    /// <summary>Runs it on both and compares status and standard output.</summary>
    public async Task CompareAsync()
    {
        ProgramResult host = await RunOnHostAsync();
        ProgramResult enso = await RunOnEnsoAsync();
        Assert.Multiple(() =>
        {
            Assert.That(enso.Output, Is.EqualTo(host.Output), enso.Error);
            Assert.That(enso.Status, Is.EqualTo(host.Status), enso.Error);
        });
    }

    // A project for several frameworks is built into a folder for each.
    private string FindRelease() => Path.GetFileName(
        Directory.EnumerateDirectories(Path.Combine(_image.BuildDirectory, "bin", _image.Name)).Single());

    private static async Task GiveAsync(Stream stream, byte[] input, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            try
            {
                await stream.WriteAsync(input, cancellationToken);
            }
            catch (IOException)
            {
                // The program has ended and does not want the rest.
            }
        }
    }

    private static string Text(MemoryStream stream) => Encoding.Latin1.GetString(stream.ToArray());
}
