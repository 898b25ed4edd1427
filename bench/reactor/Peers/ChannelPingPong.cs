using System.Threading.Channels;

namespace ReactorBench;

/// <summary>Two of .NET's tasks that answer each other over two channels: an operation is there and back.</summary>
internal sealed class ChannelPingPong : Subject
{
    private readonly Channel<int> _there = Make();
    private readonly Channel<int> _back = Make();

    /// <inheritdoc/>
    public override void Run(int count) => Task.WaitAll(Task.Run(() => Ask(count)), Task.Run(() => Answer(count)));

    private static Channel<int> Make() =>
        Channel.CreateBounded<int>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });

    private async Task Ask(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _there.Writer.WriteAsync(i);
            _ = await _back.Reader.ReadAsync();
        }
    }

    private async Task Answer(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _back.Writer.WriteAsync(await _there.Reader.ReadAsync());
        }
    }
}
