using System.Diagnostics;
using System.Globalization;

namespace Enso.Tool.Reporting;

/// <summary>Says that something is going on: a spinner on a terminal, plain lines elsewhere. It writes to standard
/// error, so that a command's output stays clean.</summary>
public sealed class Progress : IAsyncDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string EraseLine = "\r\x1b[K";

    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    private readonly string _title;
    private readonly bool _isTerminal;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _animation;
    private volatile string _detail = "";
    private string _outcome = "stopped";

    private Progress(string title)
    {
        _title = title;
        _isTerminal = !Console.IsErrorRedirected;
        if (!_isTerminal)
        {
            Console.Error.WriteLine($"{title} ...");
        }

        _animation = AnimateAsync();
    }

    /// <summary>Starts to report.</summary>
    /// <param name="title">What is going on, such as <c>Building the kernel</c>.</param>
    /// <returns>The report; dispose of it when the work has ended.</returns>
    public static Progress Start(string title) => new(title);

    /// <summary>Says which part is going on.</summary>
    /// <param name="detail">The part.</param>
    public void Detail(string detail) => _detail = detail;

    /// <summary>Says that it went well; otherwise it counts as stopped.</summary>
    public void Done() => _outcome = "done";

    /// <summary>Says that it failed.</summary>
    public void Failed() => _outcome = "failed";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _animation;
        _stop.Dispose();
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{_title}: {_outcome} ({_clock.Elapsed.TotalSeconds:0.0} s)");
        await Console.Error.WriteLineAsync(_isTerminal ? EraseLine + line : line);
    }

    private async Task AnimateAsync()
    {
        using PeriodicTimer timer = new(_isTerminal ? s_frame : s_heartbeat);
        try
        {
            for (int i = 0; await timer.WaitForNextTickAsync(_stop.Token); i++)
            {
                int seconds = (int)_clock.Elapsed.TotalSeconds;
                string text = $"{_title}{(_detail.Length > 0 ? ": " : "")}{_detail} ({seconds} s)";
                if (_isTerminal)
                {
                    Console.Error.Write($"{EraseLine}{Frames[i % Frames.Length]} {text}");
                }
                else
                {
                    Console.Error.WriteLine(text);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }
}
