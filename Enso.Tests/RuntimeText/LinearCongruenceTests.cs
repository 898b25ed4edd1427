using Enso.Machine.Runtime.Text;

namespace Enso.Tests.RuntimeText;

/// <summary>The pseudo-random sequence of <c>lrand48</c>.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class LinearCongruenceTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-1)]
    [TestCase(0x123456789ABCDEF)]
    public void ASeedGivesTheHostLibrarysSequence(long seed)
    {
        HostLibrary.Require();
        HostLibrary.SeedRandom(seed);
        LinearCongruence.Seed(seed);
        for (int i = 0; i < 1000; i++)
        {
            Assert.That(LinearCongruence.Next(), Is.EqualTo(HostLibrary.NextRandom()), $"number {i}");
        }
    }
}
