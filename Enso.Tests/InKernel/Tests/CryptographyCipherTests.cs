using System.Security.Cryptography;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Symmetric ciphers, by OpenSSL.</summary>
internal static class CryptographyCipherTests
{
    // SP 800-38A, appendix F: the plaintext and keys of all its examples.
    private const string Key128 = "2B7E151628AED2A6ABF7158809CF4F3C";
    private const string Key192 = "8E73B0F7DA0E6452C810F32B809079E562F8EAD2522C6B7B";
    private const string Key256 = "603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4";
    private const string Vector = "000102030405060708090A0B0C0D0E0F";
    private const string Plain = "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51"
        + "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710";

    private const string GcmKey = "FEFFE9928665731C6D6A8F9467308308";
    private const string GcmNonce = "CAFEBABEFACEDBADDECAF888";
    private const string GcmData = "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2";
    private const string GcmPlain = "D9313225F88406E5A55909C5AFF5269A86A7A9531534F7DA2E4C303D8A318A72"
        + "1C3C0C95956809532FCF0E2449A6B525B16AEDF5AA0DE657BA637B39";
    private const string GcmCipher = "42831EC2217774244B7221B784D0D49CE3AA212F2C02A4E035C17E2329ACA12E"
        + "21D514B25466931C7D8F6A5AAC84AA051BA30B396A0AAC973D58E091";
    private const string GcmTag = "5BC94FBC3221A5DB94FAE95AE7121A47";

    [KernelTest]
    internal static void Aes_blocks_are_those_of_the_standard()
    {
        // FIPS 197, appendix C.
        const string plain = "00112233445566778899AABBCCDDEEFF";
        const string key = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
        foreach ((int bytes, string cipher) in new[]
        {
            (16, "69C4E0D86A7B0430D8CDB78070B4C55A"),
            (24, "DDA97CA4864CDFE06EAF70A0EC0D7191"),
            (32, "8EA2B7CA516745BFEAFC49904B496089"),
        })
        {
            using Aes aes = Create(key[..(2 * bytes)]);
            Equal(cipher, aes.EncryptEcb(Bytes(plain), PaddingMode.None));
            Equal(plain, aes.DecryptEcb(Bytes(cipher), PaddingMode.None));
        }
    }

    [KernelTest]
    internal static void Aes_in_cipher_block_chaining_is_that_of_the_standard()
    {
        foreach ((string key, string cipher) in new[]
        {
            (Key128, "7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2"
                + "73BED6B8E3C1743B7116E69E222295163FF1CAA1681FAC09120ECA307586E1A7"),
            (Key192, "4F021DB243BC633D7178183A9FA071E8B4D9ADA9AD7DEDF4E5E738763F69145A"
                + "571B242012FB7AE07FA9BAAC3DF102E008B0E27988598881D920A9E64F5615CD"),
            (Key256, "F58C4C04D6E5F1BA779EABFB5F7BFBD69CFC4E967EDB808D679F777BC6702C7D"
                + "39F23369A9D9BACFA530E26304231461B2EB05E2C39BE9FCDA6C19078C6A9D1B"),
        })
        {
            using Aes aes = Create(key);
            Equal(cipher, aes.EncryptCbc(Bytes(Plain), Bytes(Vector), PaddingMode.None));
            Equal(Plain, aes.DecryptCbc(Bytes(cipher), Bytes(Vector), PaddingMode.None));
        }
    }

    [KernelTest]
    internal static void Aes_in_cipher_feedback_is_that_of_the_standard()
    {
        using Aes aes = Create(Key128);
        const string whole = "3B3FD92EB72DAD20333449F8E83CFB4AC8A64537A0B3A93FCDE3CDAD9F1CE58B"
            + "26751F67A3CBB140B1808CF187A4F4DFC04B05357C5D1C0EEAC4C66F9FF7F2E6";
        Equal(whole, aes.EncryptCfb(Bytes(Plain), Bytes(Vector), PaddingMode.None, feedbackSizeInBits: 128));
        Equal(Plain, aes.DecryptCfb(Bytes(whole), Bytes(Vector), PaddingMode.None, feedbackSizeInBits: 128));
        const string bytewise = "3B79424C9C0DD436BACE9E0ED4586A4F32B9";
        Equal(bytewise, aes.EncryptCfb(Bytes(Plain[..36]), Bytes(Vector), PaddingMode.None, feedbackSizeInBits: 8));
    }

    [KernelTest]
    internal static void Aes_gcm_is_that_of_the_standard()
    {
        // McGrew and Viega, The Galois/Counter Mode of Operation, test case 4.
        using AesGcm aes = new(Bytes(GcmKey), 16);
        byte[] cipher = new byte[GcmPlain.Length / 2];
        byte[] tag = new byte[16];
        aes.Encrypt(Bytes(GcmNonce), Bytes(GcmPlain), cipher, tag, Bytes(GcmData));
        Equal(GcmCipher, cipher);
        Equal(GcmTag, tag);
        byte[] plain = new byte[cipher.Length];
        aes.Decrypt(Bytes(GcmNonce), cipher, tag, plain, Bytes(GcmData));
        Equal(GcmPlain, plain);
    }

    [KernelTest]
    internal static void A_forged_message_is_refused()
        => Check.Throws<AuthenticationTagMismatchException>(DecryptForged);

    [KernelTest]
    internal static void Aes_ccm_is_that_of_the_standard()
    {
        // SP 800-38C, example 2.
        using AesCcm aes = new(Bytes("404142434445464748494A4B4C4D4E4F"));
        byte[] cipher = new byte[16];
        byte[] tag = new byte[6];
        aes.Encrypt(Bytes("1011121314151617"), Bytes("202122232425262728292A2B2C2D2E2F"), cipher, tag, Bytes(Vector));
        Equal("D2A1F0E051EA5F62081A7792073D593D", cipher);
        Equal("1FC64FBFACCD", tag);
    }

    [KernelTest]
    internal static void ChaCha20_with_Poly1305_is_that_of_the_standard()
    {
        // RFC 8439, 2.8.2.
        Check.That(ChaCha20Poly1305.IsSupported);
        using ChaCha20Poly1305 chacha = new(Enumerable.Range(0x80, 32).Select(i => (byte)i).ToArray());
        byte[] plain = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "u8
            + "sunscreen would be it."u8).ToArray();
        byte[] cipher = new byte[plain.Length];
        byte[] tag = new byte[16];
        chacha.Encrypt(Bytes("070000004041424344454647"), plain, cipher, tag, Bytes("50515253C0C1C2C3C4C5C6C7"));
        Equal("D31A8D34648E60DB7B86AFBC53EF7EC2A4ADED51296E08FEA9E2B5A736EE62D6", cipher[..32]);
        Equal("1AE10B594F09E26A7E902ECBD0600691", tag);
    }

    [KernelTest]
    internal static void Triple_des_still_works()
    {
        // Made with "openssl enc -des-ede3-cbc -nopad".
        using TripleDES des = TripleDES.Create();
        des.Key = Bytes("0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123");
        Equal("DCE165312AA41EB6B9B7CEF94EB35E828C0099EAD94512C7",
            des.EncryptCbc("hello triple des 24 byte"u8, new byte[8], PaddingMode.None));
    }

    [KernelTest]
    internal static void Ciphers_of_the_legacy_provider_are_refused()
    {
        // OpenSSL 3 has them in a module of its own, which cannot be loaded.
        using RC2 rc2 = RC2.Create();
        rc2.Key = new byte[16];
        Exception? refused = null;
        try
        {
            rc2.EncryptEcb(new byte[8], PaddingMode.None);
        }
        catch (CryptographicException exception)
        {
            refused = exception;
        }
        Check.That(refused is not null);
    }

    [KernelTest]
    internal static void A_stream_of_ciphertext_can_be_cut_anywhere()
    {
        byte[] source = new byte[100_003];
        new Random(11).NextBytes(source);
        using Aes aes = Aes.Create();
        MemoryStream encrypted = new();
        using (CryptoStream stream = new(encrypted, aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true))
        {
            for (int at = 0; at < source.Length; at += 777)
            {
                stream.Write(source, at, Math.Min(777, source.Length - at));
            }
        }
        encrypted.Position = 0;
        MemoryStream decrypted = new();
        using (CryptoStream stream = new(encrypted, aes.CreateDecryptor(), CryptoStreamMode.Read))
        {
            stream.CopyTo(decrypted);
        }
        Check.That(decrypted.ToArray().AsSpan().SequenceEqual(source));
    }

    [KernelTest]
    internal static void Wrong_padding_is_refused()
    {
        using Aes aes = Create(Key128);
        byte[] cipher = aes.EncryptEcb(Bytes(Plain), PaddingMode.None);
        Check.Throws<CryptographicException>(() => aes.DecryptEcb(cipher, PaddingMode.PKCS7));
    }

    [KernelTest]
    internal static void Several_threads_encrypt_at_once()
        => CompressionTests.Parallel(8, index =>
        {
            byte[] source = new byte[60_000 + index];
            new Random(index).NextBytes(source);
            byte[] key = RandomNumberGenerator.GetBytes(32);
            for (int round = 0; round < 8; round++)
            {
                using Aes aes = Aes.Create();
                aes.Key = key;
                byte[] vector = RandomNumberGenerator.GetBytes(16);
                byte[] cipher = aes.EncryptCbc(source, vector);
                Check.That(aes.DecryptCbc(cipher, vector).AsSpan().SequenceEqual(source));
                using AesGcm gcm = new(key, 16);
                byte[] sealedBytes = new byte[source.Length];
                byte[] tag = new byte[16];
                gcm.Encrypt(vector.AsSpan(0, 12), source, sealedBytes, tag);
                byte[] opened = new byte[source.Length];
                gcm.Decrypt(vector.AsSpan(0, 12), sealedBytes, tag, opened);
                Check.That(opened.AsSpan().SequenceEqual(source));
            }
        });

    /// <summary>Decrypts a message whose last bit was changed.</summary>
    internal static void DecryptForged()
    {
        using AesGcm aes = new(Bytes(GcmKey), 16);
        byte[] cipher = Bytes(GcmCipher);
        cipher[^1] ^= 1;
        aes.Decrypt(Bytes(GcmNonce), cipher, Bytes(GcmTag), new byte[cipher.Length], Bytes(GcmData));
    }

    private static Aes Create(string key)
    {
        Aes aes = Aes.Create();
        aes.Key = Bytes(key);
        return aes;
    }

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal);

    private static void Equal(string expected, byte[] actual) => Check.Equal(expected, Convert.ToHexString(actual));
}
