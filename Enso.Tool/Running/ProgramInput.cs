namespace Enso.Tool.Running;

/// <summary>Sends a program its standard input over the serial line, as the kernel expects it (Enso.Machine:
/// SerialInput): DLE before each DLE, and DLE EOT at the end.</summary>
public static class ProgramInput
{
    private const byte EndOfTransmission = 0x04;
    private const byte DataLinkEscape = 0x10;
    private const int PieceBytes = 4096;

    /// <summary>Sends everything, as fast as the program reads it. What goes wrong on the line ends the sending: it was
    /// closed because the machine has ended, and then nobody reads what is left, as at the end of a pipe.</summary>
    /// <param name="input">The input.</param>
    /// <param name="line">The serial line.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public static async Task SendAsync(Stream input, Stream line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(line);
        byte[] piece = new byte[PieceBytes];
        try
        {
            int count;
            while ((count = await input.ReadAsync(piece, cancellationToken)) > 0)
            {
                await line.WriteAsync(Escape(piece.AsSpan(0, count)), cancellationToken);
            }

            await line.WriteAsync(new byte[] { DataLinkEscape, EndOfTransmission }, cancellationToken);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The machine has ended: see the summary.
        }
    }

    /// <summary>Doubles each DLE.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>What goes over the line.</returns>
    public static byte[] Escape(ReadOnlySpan<byte> bytes)
    {
        List<byte> escaped = new(bytes.Length);
        foreach (byte value in bytes)
        {
            if (value == DataLinkEscape)
            {
                escaped.Add(DataLinkEscape);
            }

            escaped.Add(value);
        }

        return [.. escaped];
    }
}
