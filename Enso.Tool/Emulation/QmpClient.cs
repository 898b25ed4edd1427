using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Enso.Tool.Emulation;

/// <summary>Speaks QMP, QEMU's control protocol: one JSON object on each line.</summary>
/// <remarks>QEMU's docs/interop/qmp-spec.txt. Calls may overlap: each is answered by its number.</remarks>
public sealed class QmpClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonNode?>> _pending = new();
    private readonly Task _pump;
    private long _lastNumber;

    private QmpClient(NetworkStream stream, StreamReader reader)
    {
        _stream = stream;
        _reader = reader;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Why the machine ended, as QEMU's SHUTDOWN event says: <c>guest-shutdown</c>,
    /// <c>guest-reset</c>, <c>host-qmp-quit</c>...; null while it has not.</summary>
    public string? ShutdownReason { get; private set; }

    /// <summary>Completes when QEMU closes its end.</summary>
    public Task Closed => _pump;

    /// <summary>Takes over a connection from QEMU and negotiates.</summary>
    /// <param name="socket">The connection; owned from here on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A client that is ready for commands.</returns>
    public static async Task<QmpClient> ConnectAsync(Socket socket, CancellationToken cancellationToken)
    {
        NetworkStream stream = new(socket, ownsSocket: true);
        StreamReader reader = new(stream);
        _ = await reader.ReadLineAsync(cancellationToken)
            ?? throw new EmulatorException("QEMU closed its control socket before its greeting.");
        QmpClient client = new(stream, reader);
        await client.ExecuteAsync("qmp_capabilities", null, cancellationToken);
        return client;
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>What it returned.</returns>
    /// <exception cref="EmulatorException">QEMU refused it, or ended before it answered.</exception>
    public async Task<JsonNode?> ExecuteAsync(
        string command, JsonObject? arguments = null, CancellationToken cancellationToken = default)
    {
        long number = Interlocked.Increment(ref _lastNumber);
        TaskCompletionSource<JsonNode?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[number] = answer;
        JsonObject request = new() { ["execute"] = command, ["id"] = number };
        if (arguments is not null)
        {
            request["arguments"] = arguments;
        }

        try
        {
            byte[] line = System.Text.Encoding.UTF8.GetBytes(request.ToJsonString() + "\n");
            await _writing.WaitAsync(cancellationToken);
            try
            {
                await _stream.WriteAsync(line, cancellationToken);
            }
            finally
            {
                _writing.Release();
            }

            // The pump fails what is pending when it ends; what was added after that is failed here.
            if (_pump.IsCompleted)
            {
                FailPending();
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            throw new EmulatorException($"QEMU ended before it took '{command}'.", error);
        }
        finally
        {
            _pending.TryRemove(number, out _);
        }
    }

    /// <summary>Runs a command of QEMU's human monitor, for what QMP has none of its own.</summary>
    /// <param name="line">The command line, such as <c>info registers -a</c>.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>What it printed.</returns>
    public async Task<string> MonitorAsync(string line, CancellationToken cancellationToken = default)
    {
        JsonObject arguments = new() { ["command-line"] = line };
        JsonNode? answer = await ExecuteAsync("human-monitor-command", arguments, cancellationToken);
        return (answer?.GetValue<string>() ?? "").Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _reader.Dispose();
        _writing.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (await _reader.ReadLineAsync() is { } line)
            {
                Take(JsonNode.Parse(line)!.AsObject());
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The connection ends with QEMU, sometimes in the middle of a line.
        }
        finally
        {
            FailPending();
        }
    }

    private void Take(JsonObject message)
    {
        if (message["event"] is { } name)
        {
            if (name.GetValue<string>() == "SHUTDOWN")
            {
                ShutdownReason ??= message["data"]?["reason"]?.GetValue<string>() ?? "unknown";
            }

            return;
        }

        if (message["id"]?.GetValue<long>() is not { } number || !_pending.TryGetValue(number, out var answer))
        {
            return;
        }

        if (message["error"] is { } error)
        {
            string description = error["desc"]?.GetValue<string>() ?? error.ToJsonString();
            answer.TrySetException(new EmulatorException(
                string.Create(CultureInfo.InvariantCulture, $"QEMU refused command {number}: {description}")));
        }
        else
        {
            answer.TrySetResult(message["return"]);
        }
    }

    private void FailPending()
    {
        foreach (TaskCompletionSource<JsonNode?> answer in _pending.Values)
        {
            answer.TrySetException(new EmulatorException("QEMU ended before it answered."));
        }
    }
}
