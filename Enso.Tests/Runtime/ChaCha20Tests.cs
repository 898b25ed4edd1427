using Enso.Machine.Runtime;

namespace Enso.Tests.Runtime;

/// <summary>The block function behind the kernel's random bytes.</summary>
[TestFixture]
internal sealed unsafe class ChaCha20Tests
{
    [Test]
    public void A_block_is_that_of_the_standard()
    {
        // RFC 8439, 2.3.2.
        string block = Block("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "01000000000000090000004a00000000");
        Assert.That(block, Is.EqualTo("10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
            + "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"));
    }

    [Test]
    public void A_block_of_zeros_is_that_of_the_standard()
    {
        // RFC 8439, A.1, test vector 1.
        string block = Block(new string('0', 64), new string('0', 32));
        Assert.That(block, Is.EqualTo("76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
            + "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"));
    }

    private static string Block(string key, string position)
    {
        byte[] result = new byte[ChaCha20.BlockBytes];
        fixed (byte* keyBytes = Convert.FromHexString(key), positionBytes = Convert.FromHexString(position),
            resultBytes = result)
        {
            // SAFETY: arrays of 32, 16 and 64 bytes, read and written as words; x86 does so at any alignment.
            ChaCha20.Block((uint*)keyBytes, (uint*)positionBytes, (uint*)resultBytes);
        }
        return Convert.ToHexStringLower(result);
    }
}
