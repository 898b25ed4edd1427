using System.Text;
using System.Text.RegularExpressions;

namespace Enso.Tool.Emulation;

/// <summary>Everything that a guest has written to its serial port, and waiting for what it will write.</summary>
public sealed class SerialLog
{
    private readonly Lock _lock = new();

    // All three guarded by _lock. A waiter takes _changed under the lock, with the text that it then examines, so
    // no change between the two is missed.
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _changed = NewSignal();
    private bool _isComplete;

    /// <summary>Each new piece, on the thread that received it. Handlers must be quick.</summary>
    public event Action<string>? Received;

    /// <summary>All text so far, escape sequences included.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>The length of <see cref="Text"/>.</summary>
    public int Length
    {
        get
        {
            lock (_lock)
            {
                return _text.Length;
            }
        }
    }

    /// <summary>Whether no more will come: the machine has ended.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return _isComplete;
            }
        }
    }

    /// <summary>Whether a text has come.</summary>
    /// <param name="text">The exact text.</param>
    /// <param name="start">Where to look from: an earlier <see cref="Length"/>.</param>
    /// <returns>Whether it is there.</returns>
    public bool Contains(string text, int start)
    {
        lock (_lock)
        {
            return _text.ToString(start, _text.Length - start).Contains(text, StringComparison.Ordinal);
        }
    }

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">What the guest wrote.</param>
    public void Append(string piece)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _text.Append(piece);
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
        Received?.Invoke(piece);
    }

    /// <summary>Says that no more will come.</summary>
    public void Complete()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _isComplete = true;
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    /// <summary>Waits for text.</summary>
    /// <param name="text">The exact text.</param>
    /// <param name="start">Where to look from: an earlier <see cref="Length"/>.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it came, before the time ran out and the machine ended.</returns>
    public Task<bool> WaitForAsync(
        string text, int start, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        int from = start;
        return WaitAsync(
            log =>
            {
                bool isFound = log.ToString(from, log.Length - from).Contains(text, StringComparison.Ordinal);
                from = Math.Max(start, log.Length - text.Length);
                return isFound;
            },
            timeout,
            cancellationToken);
    }

    /// <summary>Waits for text that matches a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="start">Where to look from: an earlier <see cref="Length"/>.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it came, before the time ran out and the machine ended.</returns>
    public Task<bool> WaitForAsync(
        Regex pattern, int start, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitAsync(log => pattern.IsMatch(log.ToString(start, log.Length - start)), timeout, cancellationToken);

    /// <summary>Waits until there is more than was read.</summary>
    /// <param name="position">How much was read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What came since (null when the machine has ended and everything was read), and how much has been
    /// read with it.</returns>
    internal async Task<(string? Piece, int Position)> ReadAsync(int position, CancellationToken cancellationToken)
    {
        string? piece = null;
        await WaitAsync(
            log =>
            {
                piece = log.Length > position ? log.ToString(position, log.Length - position) : null;
                return piece is not null;
            },
            Timeout.InfiniteTimeSpan,
            cancellationToken);
        return (piece, position + (piece?.Length ?? 0));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<bool> WaitAsync(
        Func<StringBuilder, bool> isSatisfied, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (isSatisfied(_text))
                {
                    return true;
                }

                if (_isComplete)
                {
                    return false;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
