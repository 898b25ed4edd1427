using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>The test kernel with its console dialogue (Enso.Tests/InKernel/ConsoleDialogue.cs), and somebody who types
/// into it and reads what it writes, in order.</summary>
internal sealed class ConsoleDialogue(VirtualMachine machine) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private int _read;

    /// <summary>The machine.</summary>
    public VirtualMachine Machine => machine;

    /// <summary>Boots it.</summary>
    public static async Task<ConsoleDialogue> BootAsync()
    {
        MachineOptions options = TestImages.Direct with
        {
            ElfPath = TestImages.TestKernel,
            Cores = 2,
            Append = "quiet dialogue",
        };
        return new ConsoleDialogue(await VirtualMachine.StartAsync(options, TestImages.BootLimit * 4));
    }

    /// <summary>Waits until the dialogue expects a command, and types one.</summary>
    public async Task CommandAsync(string command)
    {
        await ExpectAsync("[ready]\r\n");
        await TypeAsync($"{command}\r");
    }

    /// <summary>Types on the serial line.</summary>
    public Task TypeAsync(string text) => machine.TypeAsync(text);

    /// <summary>Waits until a text comes, after everything that was expected before.</summary>
    /// <returns>What came before it.</returns>
    public async Task<string> ExpectAsync(string text)
    {
        bool isThere = await machine.Serial.WaitForAsync(text, _read, s_patience);
        Assert.That(isThere, $"no '{text.ReplaceLineEndings("\\n")}' after character {_read}\n"
            + (isThere ? "" : await TestImages.DescribeAsync(machine)));
        int start = _read;
        int at = machine.SerialText.IndexOf(text, start, StringComparison.Ordinal);
        _read = at + text.Length;
        return machine.SerialText[start..at];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => machine.DisposeAsync();
}
