using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>What of the console needs nobody to type: whoever types is the host, in ConsoleTests there.</summary>
internal static class ConsoleTests
{
    [KernelTest]
    internal static void The_terminal_is_named_in_the_environment_and_described_in_a_file()
    {
        string? name = Environment.GetEnvironmentVariable("TERM");
        Check.Equal("enso", name);
        byte[] bytes = new byte[4096];
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle($"/usr/share/terminfo/e/{name}");
        int length = RandomAccess.Read(file, bytes, 0);
        Check.Equal(RandomAccess.GetLength(file), (long)length);
        Check.Equal(0x011A, BitConverter.ToInt16(bytes));
        Check.Equal("enso", Encoding.ASCII.GetString(bytes, 12, 4));
        Check.Equal(length - 2, RandomAccess.Read(file, bytes, 2));
        Check.Equal(0, RandomAccess.Read(file, bytes, length));
    }

    [KernelTest]
    internal static void The_description_is_read_in_order_too()
    {
        using FileStream file = File.OpenRead("/usr/share/terminfo/e/enso");
        Check.Equal(0x1A, file.ReadByte());
        Check.Equal(0x01, file.ReadByte());
        file.Seek(-1, SeekOrigin.End);
        Check.Equal(0, file.ReadByte());
        Check.Equal(-1, file.ReadByte());
    }
}
