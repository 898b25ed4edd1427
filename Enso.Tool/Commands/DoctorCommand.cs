using System.CommandLine;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso doctor</c>.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Doctor doctor)
    {
        EnsoSubcommand command = new("doctor", "Show what Ensō needs on this machine, and install what is missing.")
        {
            Examples =
            [
                "./enso doctor            install what is missing (apt-get, as root or by sudo)",
                "./enso doctor --check    only report",
            ],
        };
        Option<bool> check = new("--check") { Description = "Only report; exit 3 when something is missing." };
        command.Options.Add(check);
        command.SetAction(async (result, cancellationToken) =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            await doctor.ReportAsync(output);
            bool isSdkRight = DotnetSdk.IsSupported(await DotnetSdk.VersionAsync());
            string[] missing = [.. doctor.Examine(Need.All).Select(pair => pair.Requirement.Package)];
            if (missing.Length > 0)
            {
                await output.WriteLineAsync($"Missing: {string.Join(", ", missing)}.");
                if (result.GetValue(check))
                {
                    await output.WriteLineAsync(doctor.HowToInstall(missing));
                    return ExitCodes.Missing;
                }

                await doctor.EnsureAsync(Need.All, cancellationToken);
            }

            if (!isSdkRight)
            {
                throw new ToolException(
                    ExitCodes.Missing, "Missing: the .NET 10 SDK.\n" + doctor.HowToInstall(["dotnet-sdk-10.0"]));
            }

            await output.WriteLineAsync("Everything is there.");
            return ExitCodes.Success;
        });
        return command;
    }
}
