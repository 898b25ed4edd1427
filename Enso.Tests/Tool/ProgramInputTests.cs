using Enso.Tool.Running;

namespace Enso.Tests.Tool;

[TestFixture]
public sealed class ProgramInputTests
{
    [Test]
    public async Task The_escape_is_doubled_and_the_end_is_marked()
    {
        using MemoryStream input = new([0x41, 0x10, 0x04, 0x00, 0x10]);
        using MemoryStream line = new();

        await ProgramInput.SendAsync(input, line, CancellationToken.None);

        Assert.That(line.ToArray(), Is.EqualTo(new byte[] { 0x41, 0x10, 0x10, 0x04, 0x00, 0x10, 0x10, 0x10, 0x04 }));
    }

    [Test]
    public async Task A_line_that_was_closed_ends_the_sending()
    {
        using MemoryStream input = new(new byte[100]);
        MemoryStream line = new();
        await line.DisposeAsync();

        await Assert.ThatAsync(() => ProgramInput.SendAsync(input, line, CancellationToken.None), Throws.Nothing);
    }
}
