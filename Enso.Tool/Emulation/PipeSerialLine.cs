using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Enso.Tool.Emulation;

/// <summary>A serial line of two named pipes, for runs that are to be alike.</summary>
/// <remarks>When QEMU cannot write it tries again later. The guest waits for its port meanwhile, so two runs take different
/// numbers of instructions; and that moment is not in a recording, so a replay goes astray. A Unix socket, written byte
/// by byte, holds some 280 bytes; these pipes hold a mebibyte.</remarks>
internal sealed class PipeSerialLine : Stream
{
    private const int Capacity = 1 << 20;
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ

    private readonly string _directory;
    private readonly FileStream _toGuest;
    private FileStream? _fromGuest;

    private PipeSerialLine(string directory, FileStream toGuest)
    {
        _directory = directory;
        _toGuest = toGuest;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the pipes.</summary>
    /// <param name="directory">Where.</param>
    /// <returns>The line; nothing can be read before <see cref="OpenAsync"/>.</returns>
    public static PipeSerialLine Create(string directory)
    {
        using Process make = Process.Start("mkfifo", [In(directory), Out(directory)]);
        make.WaitForExit();
        return make.ExitCode == 0
            ? new PipeSerialLine(directory, OpenBothWays(In(directory)))
            : throw new EmulatorException($"mkfifo ended with {make.ExitCode}: no pipe can be made in {directory}.");
    }

    /// <summary>QEMU's side.</summary>
    /// <param name="directory">Where the pipes are, escaped.</param>
    /// <returns>The character device, without its name.</returns>
    public static string Device(string directory) => $"pipe,path={directory}/serial";

    /// <summary>Opens the end that QEMU writes to.</summary>
    /// <param name="ended">Completes when QEMU has ended.</param>
    public async Task OpenAsync(Task ended)
    {
        // Opening waits for a writer: QEMU, or this, when QEMU has ended without it.
        Task<FileStream> opening = Task.Run(
            () => new FileStream(Out(_directory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0));
        if (await Task.WhenAny(opening, ended) == ended)
        {
            await using FileStream writer = OpenBothWays(Out(_directory));
            _fromGuest = await opening;
            return;
        }

        _fromGuest = await opening;
        if (Control(_fromGuest.SafeFileHandle, SetPipeSize, Capacity) < 0)
        {
            throw new EmulatorException(
                $"A pipe cannot hold {Capacity} bytes: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Opened.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Opened.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _toGuest.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _toGuest.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush() => _toGuest.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _fromGuest?.Dispose();
            _toGuest.Dispose();
        }

        base.Dispose(disposing);
    }

    private FileStream Opened => _fromGuest ?? throw new InvalidOperationException("The line is not open yet.");

    private static string In(string directory) => Path.Combine(directory, "serial.in");

    private static string Out(string directory) => Path.Combine(directory, "serial.out");

    // Opening a pipe both ways waits for nobody (fifo(7)).
    private static FileStream OpenBothWays(string path) =>
        new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
