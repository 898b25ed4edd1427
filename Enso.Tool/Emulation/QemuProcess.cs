using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Tool.Emulation;

/// <summary>One running QEMU with its control socket, and the directory that holds its sockets. It never
/// outlives this object, this program, or its time limit, and nothing but this one process is ever ended.</summary>
internal sealed class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_outerLimitMargin = TimeSpan.FromSeconds(15);

    private static readonly PosixSignal[] s_endingSignals =
        [PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly Process _process;
    private readonly EventHandler _onProgramExit;
    private readonly PosixSignalRegistration[] _onSignals;
    private readonly StringBuilder _errors = new();
    private readonly Task _errorPump;

    private QemuProcess(Process process, string directory, bool isCaptured)
    {
        _process = process;
        ScratchDirectory = directory;
        _onProgramExit = (_, _) => Abandon();
        AppDomain.CurrentDomain.ProcessExit += _onProgramExit;

        // The runtime ends at these signals without an exit event. What they do otherwise, they still do. SIGINT is
        // not among them: at a debugger's prompt it means something else.
        _onSignals = [.. s_endingSignals.Select(signal => PosixSignalRegistration.Create(signal, _ => Abandon()))];
        _errorPump = isCaptured
            ? Task.WhenAll(DrainAsync(process.StandardError), DrainAsync(process.StandardOutput))
            : Task.CompletedTask;
        Exited = WaitForExitAsync();
    }

    /// <summary>Who holds QEMU's standard streams.</summary>
    internal enum Console
    {
        /// <summary>This program: the guest's serial port is a socket.</summary>
        Socket,

        /// <summary>QEMU itself: the guest's serial port is this program's own terminal.</summary>
        Terminal,
    }

    /// <summary>A directory of this machine's own, removed with it.</summary>
    public string ScratchDirectory { get; }

    /// <summary>The control connection.</summary>
    public QmpClient Qmp { get; private set; } = null!;

    /// <summary>The guest's serial port, for <see cref="Console.Socket"/>.</summary>
    public Stream? Serial { get; private set; }

    /// <summary>Completes with QEMU's exit code.</summary>
    public Task<int> Exited { get; }

    /// <summary>What QEMU itself said.</summary>
    public string Diagnostics
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts QEMU and waits until it has opened its sockets.</summary>
    /// <param name="options">The machine.</param>
    /// <param name="console">Who holds the console.</param>
    /// <param name="limit">When QEMU ends even if this program does not end it; null for never.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running emulator.</returns>
    public static async Task<QemuProcess> StartAsync(
        MachineOptions options, Console console, TimeSpan? limit, CancellationToken cancellationToken)
    {
        // Short, because a socket's path is limited to about a hundred characters.
        string directory = Directory.CreateTempSubdirectory("enso-").FullName;
        QemuProcess? machine = null;
        try
        {
            // This program listens and QEMU connects: QEMU does not run the guest before it has, so no byte that
            // the guest writes is lost, and there is nothing to poll for.
            using Socket qmpListener = Listen(Path.Combine(directory, "qmp"));
            using Socket serialListener = Listen(Path.Combine(directory, "serial"));
            bool isCounted = options.Timeline != Timeline.Host;
            PipeSerialLine? line = console == Console.Socket && isCounted ? PipeSerialLine.Create(directory) : null;
            List<string> arguments = [.. QemuCommandLine.Build(
                options, PrepareFirmware(options, directory), WindowBackend(options))];
            arguments.AddRange(ConsoleArguments(console, isCounted, directory));
            machine = Launch(arguments, directory, console, limit);

            using CancellationTokenSource starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            starting.CancelAfter(s_startLimit);
            if (line is not null)
            {
                machine.Serial = line;
                await line.OpenAsync(machine.Exited);
            }
            else if (console == Console.Socket)
            {
                machine.Serial = new NetworkStream(
                    await machine.AcceptAsync(serialListener, starting.Token), ownsSocket: true);
            }

            Socket qmp = await machine.AcceptAsync(qmpListener, starting.Token);
            machine.Qmp = await machine.GreetAsync(qmp, starting.Token);
            return machine;
        }
        catch
        {
            if (machine is not null)
            {
                await machine.DisposeAsync();
            }
            else
            {
                Directory.Delete(directory, recursive: true);
            }

            throw;
        }
    }

    /// <summary>Ends QEMU at once.</summary>
    public void Kill()
    {
        try
        {
            if (!_process.HasExited)
            {
                // The tree, because `timeout` may stand between; it holds nothing but QEMU.
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the act.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= _onProgramExit;
        Array.ForEach(_onSignals, registration => registration.Dispose());
        Kill();
        await Exited;
        Qmp?.Dispose();
        if (Serial is not null)
        {
            await Serial.DisposeAsync();
        }

        _process.Dispose();
        try
        {
            Directory.Delete(ScratchDirectory, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // A signal has ended this program meanwhile, and its handler was first.
        }
    }

    // What must still be done when this program is about to end without disposing of anything.
    private void Abandon()
    {
        Kill();
        try
        {
            Directory.Delete(ScratchDirectory, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Disposal was under way and has removed it.
        }
    }

    private static Socket Listen(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }

    private static List<string> ConsoleArguments(Console console, bool isCounted, string directory)
    {
        string path = QemuCommandLine.EscapeValue(directory);
        List<string> arguments =
        [
            "-chardev", $"socket,id=qmp,path={path}/qmp", "-mon", "chardev=qmp,mode=control",
            "-monitor", "none", "-parallel", "none",
        ];
        arguments.AddRange(console == Console.Socket
            ?
            [
                "-chardev", $"{(isCounted ? PipeSerialLine.Device(path) : $"socket,path={path}/serial")},id=con",
                "-serial", "chardev:con",
            ]
            :
            [
                "-chardev", $"stdio,id=con,mux=on,signal=off,logfile={path}/console.log",
                "-serial", "chardev:con", "-mon", "chardev=con,mode=readline",
            ]);
        return arguments;
    }

    private static OvmfImage? PrepareFirmware(MachineOptions options, string directory)
    {
        if (options.Firmware != Firmware.Uefi || options.Boot == BootPath.Direct)
        {
            return null;
        }

        OvmfImage image = OvmfImage.Find(File.Exists)
            ?? throw new EmulatorException("No UEFI firmware for QEMU is installed (Debian's package 'ovmf').");
        if (image.Variables is null)
        {
            return image;
        }

        string variables = Path.Combine(directory, "variables.fd");
        File.Copy(image.Variables, variables);
        return image with { Variables = variables };
    }

    private static string WindowBackend(MachineOptions options)
    {
        if (options.Display != DisplayKind.Window)
        {
            return "none";
        }

        using Process query = Process.Start(new ProcessStartInfo(QemuCommandLine.Executable, ["-display", "help"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        query.ErrorDataReceived += (_, _) => { };
        query.BeginErrorReadLine();
        string[] backends = query.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        query.WaitForExit();
        return Array.Find(["gtk", "sdl", "cocoa"], backends.Contains) ?? throw new EmulatorException(
            "This QEMU cannot open a window: install 'qemu-system-gui', or use --display vnc.");
    }

    private static QemuProcess Launch(
        List<string> arguments, string directory, Console console, TimeSpan? limit)
    {
        // `timeout` (or `setsid` without a limit) puts QEMU in a process group of its own, so that Ctrl-C at the
        // terminal reaches this program, or gdb, and not the machine; and the limit holds even when this program
        // is killed outright. On the terminal QEMU must stay in the foreground group, to read from it.
        List<string> line = console == Console.Terminal
            ? []
            : limit is { } finite
                ? ["timeout", "--kill-after=5", Seconds(finite + s_outerLimitMargin)]
                : ["setsid"];
        line.Add(QemuCommandLine.Executable);
        line.AddRange(arguments);
        bool isCaptured = console == Console.Socket;
        ProcessStartInfo start = new(line[0], line[1..])
        {
            RedirectStandardInput = isCaptured,
            RedirectStandardOutput = isCaptured,
            RedirectStandardError = isCaptured,
        };
        try
        {
            Process process = Process.Start(start)!;
            if (isCaptured)
            {
                process.StandardInput.Close();
            }

            return new QemuProcess(process, directory, isCaptured);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new EmulatorException($"Cannot start '{line[0]}': {error.Message}", error);
        }
    }

    private static string Seconds(TimeSpan time) =>
        Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private async Task<Socket> AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        Task<Socket> accepted = listener.AcceptAsync(cancellationToken).AsTask();
        Task first = await Task.WhenAny(accepted, Exited);
        if (first == accepted)
        {
            return await accepted;
        }

        int exitCode = await Exited;
        throw new EmulatorException($"QEMU ended at once, with exit code {exitCode}. {Diagnostics.Trim()}");
    }

    /// <summary>Opens the control connection; when QEMU ends instead, its own words say why.</summary>
    private async Task<QmpClient> GreetAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            return await QmpClient.ConnectAsync(socket, cancellationToken);
        }
        catch (Exception error) when (error is EmulatorException or IOException)
        {
            // A connection that QEMU closes means that it is ending: its message comes with its exit.
            int exitCode = await Exited.WaitAsync(cancellationToken);
            throw new EmulatorException($"QEMU ended at once, with exit code {exitCode}. {Diagnostics.Trim()}", error);
        }
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        await _errorPump;
        return _process.ExitCode;
    }

    private async Task DrainAsync(StreamReader reader)
    {
        char[] buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_errors)
            {
                _errors.Append(buffer, 0, count);
            }
        }
    }
}
