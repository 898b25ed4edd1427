using System.Text;
using Enso.Tool.Terminal;

namespace Enso.Tool.Emulation;

/// <summary>A dialogue with the kernel's shell over the serial port. The shell marks its prompts and its commands'
/// output with OSC 133 escapes, so what a command prints can hold anything, even something like a prompt.</summary>
/// <param name="machine">The machine; the session reads its serial output from the beginning.</param>
public sealed class ShellSession(VirtualMachine machine)
{
    private readonly TerminalTokenizer _tokenizer = new();
    private readonly Queue<TerminalToken> _tokens = new();
    private int _position;
    private bool _isAtPrompt;

    /// <summary>Waits until the shell expects a command.</summary>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Finished when it does; otherwise what happened instead.</returns>
    /// <exception cref="TimeoutException">Neither in time.</exception>
    public async Task<CommandOutcome> WaitForPromptAsync(TimeSpan timeout)
    {
        using CancellationTokenSource limit = new(timeout);
        return await UntilAsync(
            mark => mark is { Kind: PromptMarkKind.InputStart }, null, "the shell's prompt", timeout, limit.Token);
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command, without a line end.</param>
    /// <param name="timeout">How long the prompt and the command may take, together.</param>
    /// <param name="onOutput">Takes the command's output as it comes, escape sequences as tokens.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public async Task<CommandResult> RunAsync(
        string command, TimeSpan timeout, Action<TerminalToken>? onOutput = null)
    {
        using CancellationTokenSource limit = new(timeout);
        CommandOutcome outcome = await UntilAsync(
            mark => mark is { Kind: PromptMarkKind.InputStart }, null, "the shell's prompt", timeout, limit.Token);
        if (outcome != CommandOutcome.Finished)
        {
            return new CommandResult("", 0, outcome);
        }

        _isAtPrompt = false;
        try
        {
            await machine.TypeAsync(command + "\r");
        }
        catch (EmulatorException)
        {
            return new CommandResult("", 0, CommandOutcome.MachineEnded);
        }

        StringBuilder output = new();
        OutputFilter plain = new(keepColour: false);
        bool isOutput = false;
        int status = 0;

        // An empty line has no output and no status: the next prompt ends it.
        outcome = await UntilAsync(
            mark =>
            {
                isOutput = isOutput || mark.Kind == PromptMarkKind.OutputStart;
                status = mark.Kind == PromptMarkKind.Finished ? mark.Status : status;
                return mark.Kind is PromptMarkKind.Finished or PromptMarkKind.InputStart;
            },
            token =>
            {
                if (isOutput)
                {
                    output.Append(plain.Take(token));
                    onOutput?.Invoke(token);
                }
            },
            $"'{command}'",
            timeout,
            limit.Token);
        return new CommandResult(output.ToString(), status, outcome);
    }

    private async Task<CommandOutcome> UntilAsync(
        Func<PromptMark, bool> isEnd,
        Action<TerminalToken>? onOther,
        string what,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        if (_isAtPrompt)
        {
            return CommandOutcome.Finished;
        }

        // The halted line may be split between tokens: it is looked for in the whole text, from here on.
        int start = Math.Max(0, _position - VirtualMachine.HaltedLine.Length);
        while (true)
        {
            while (_tokens.TryDequeue(out TerminalToken token))
            {
                if (token.Kind == TerminalTokenKind.OperatingSystemCommand
                    && PromptMark.TryParse(token.Value, out PromptMark mark))
                {
                    _isAtPrompt = mark.Kind == PromptMarkKind.InputStart;
                    if (isEnd(mark))
                    {
                        return CommandOutcome.Finished;
                    }
                }
                else
                {
                    onOther?.Invoke(token);
                }
            }

            if (machine.Serial.Contains(VirtualMachine.HaltedLine, start))
            {
                return CommandOutcome.KernelHalted;
            }

            string? piece;
            try
            {
                (piece, _position) = await machine.Serial.ReadAsync(_position, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0} s for {what}.");
            }

            if (piece is null)
            {
                return CommandOutcome.MachineEnded;
            }

            foreach (TerminalToken token in _tokenizer.Feed(piece))
            {
                _tokens.Enqueue(token);
            }
        }
    }
}
