using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The messages of error numbers.</summary>
[TestFixture]
internal sealed unsafe class ErrorMessagesTests
{
    [TestCase(0, "Success")]
    [TestCase(1, "Operation not permitted")]
    [TestCase(2, "No such file or directory")]
    [TestCase(12, "Cannot allocate memory")]
    [TestCase(40, "Too many levels of symbolic links")]
    [TestCase(41, "Unknown error 41")]
    [TestCase(42, "No message of desired type")]
    [TestCase(88, "Socket operation on non-socket")]
    [TestCase(111, "Connection refused")]
    [TestCase(115, "Operation now in progress")]
    [TestCase(133, "Memory page has hardware error")]
    [TestCase(134, "Unknown error 134")]
    [TestCase(-1, "Unknown error -1")]
    [TestCase(int.MinValue, "Unknown error -2147483648")]
    public void EveryFormGivesTheMessage(int error, string expected)
    {
        bool known = !expected.StartsWith("Unknown", StringComparison.Ordinal);
        using NativeText gnu = new(40);
        using NativeText posix = new(40);
        byte* message = ErrorMessages.MessageInto(error, gnu.Pointer, 40);
        int result = ErrorMessages.CopyMessage(error, posix.Pointer, 40);
        Assert.That(NativeText.Read(ErrorMessages.Message(error)), Is.EqualTo(expected));
        Assert.That(NativeText.Read(message), Is.EqualTo(expected));
        Assert.That(message == gnu.Pointer, Is.EqualTo(!known), "the buffer is used only when it must be");
        Assert.That(posix.ToString(), Is.EqualTo(expected));
        Assert.That(result, Is.EqualTo(known ? 0 : TextImports.InvalidArgument));
    }

    [Test]
    public void MessageThatDoesNotFitIsCutAndReported()
    {
        using NativeText buffer = new(8);
        Assert.That(ErrorMessages.CopyMessage(1, buffer.Pointer, 8), Is.EqualTo(TextImports.OutOfRange));
        Assert.That(buffer.ToString(), Is.EqualTo("Operati"));
        ErrorMessages.MessageInto(999, buffer.Pointer, 8);
        Assert.That(buffer.ToString(), Is.EqualTo("Unknown"));
        Assert.That(buffer.IsIntact);
    }

    [Test]
    public void EveryMessageIsTheHostLibrarys()
    {
        HostLibrary.Require();
        for (int error = -2; error < 140; error++)
        {
            string expected = NativeText.Read(HostLibrary.Message(error));
            string message = NativeText.Read(ErrorMessages.Message(error));
            Assert.That(message, Is.EqualTo(expected), $"error {error}");
        }
    }
}
