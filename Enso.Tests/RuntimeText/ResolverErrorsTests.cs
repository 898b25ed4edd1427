using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The messages of name resolution.</summary>
[TestFixture]
internal sealed unsafe class ResolverErrorsTests
{
    [Test]
    public void EveryMessageIsTheHostLibrarys()
    {
        HostLibrary.Require();
        for (int error = ResolverErrors.EAI_SYSTEM - 1; error <= 1; error++)
        {
            string expected = NativeText.Read(HostLibrary.ResolverMessage(error));
            Assert.That(NativeText.Read(ResolverErrors.Message(error)), Is.EqualTo(expected), $"error {error}");
        }
    }
}
