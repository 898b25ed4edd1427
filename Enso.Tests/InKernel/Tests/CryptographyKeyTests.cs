using System.Security.Cryptography;
using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Public-key cryptography, by OpenSSL.</summary>
internal static class CryptographyKeyTests
{
    private static readonly byte[] s_message = Encoding.ASCII.GetBytes(TestKey.Signed);

    [KernelTest]
    internal static void An_rsa_signature_is_the_one_that_another_OpenSSL_makes()
    {
        using RSA rsa = Load();
        Check.Equal(2048, rsa.KeySize);
        byte[] signature = rsa.SignData(s_message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Check.Equal(TestKey.Signature, Convert.ToHexString(signature));
    }

    [KernelTest]
    internal static void An_rsa_signature_of_something_else_is_refused()
    {
        using RSA rsa = Load();
        byte[] signature = Convert.FromHexString(TestKey.Signature);
        Check.That(rsa.VerifyData(s_message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Check.That(!rsa.VerifyData("other"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Check.That(!rsa.VerifyData(s_message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        signature[100] ^= 4;
        Check.That(!rsa.VerifyData(s_message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [KernelTest]
    internal static void Rsa_signs_and_encrypts_with_every_padding()
    {
        using RSA rsa = Load();
        using RSA publicOnly = RSA.Create();
        publicOnly.ImportRSAPublicKey(rsa.ExportRSAPublicKey(), out _);
        byte[] signature = rsa.SignData(s_message, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
        Check.That(publicOnly.VerifyData(s_message, signature, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
        foreach (RSAEncryptionPadding padding in new[]
        {
            RSAEncryptionPadding.Pkcs1, RSAEncryptionPadding.OaepSHA1, RSAEncryptionPadding.OaepSHA256,
            RSAEncryptionPadding.OaepSHA512,
        })
        {
            byte[] encrypted = publicOnly.Encrypt(s_message, padding);
            Check.That(rsa.Decrypt(encrypted, padding).AsSpan().SequenceEqual(s_message), padding.ToString());
            Check.Throws<CryptographicException>(() => rsa.Decrypt(encrypted[1..], padding));
        }
    }

    [KernelTest]
    internal static void A_new_rsa_key_can_be_used_and_moved()
    {
        using RSA rsa = RSA.Create(1024);
        using RSA copy = RSA.Create();
        copy.ImportFromPem(rsa.ExportPkcs8PrivateKeyPem());
        byte[] signature = rsa.SignData(s_message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Check.That(copy.VerifyData(s_message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Check.That(copy.ExportParameters(true).Modulus!.AsSpan().SequenceEqual(rsa.ExportParameters(true).Modulus));
        using RSA locked = RSA.Create();
        PbeParameters parameters = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        locked.ImportEncryptedPkcs8PrivateKey("word", rsa.ExportEncryptedPkcs8PrivateKey("word", parameters), out _);
        Check.That(locked.VerifyData(s_message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [KernelTest]
    internal static void An_elliptic_signature_of_the_standard_is_accepted()
    {
        // RFC 6979, A.2.5: P-256, SHA-256, the message "sample".
        using ECDsa ecdsa = ECDsa.Create(Parameters(ECCurve.NamedCurves.nistP256, null,
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
            "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"));
        byte[] signature = Convert.FromHexString("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
            + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        Check.That(ecdsa.VerifyData("sample"u8, signature, HashAlgorithmName.SHA256));
        Check.That(!ecdsa.VerifyData("simple"u8, signature, HashAlgorithmName.SHA256));
    }

    [KernelTest]
    internal static void Elliptic_signatures_are_made_on_every_curve()
    {
        foreach (ECCurve curve in new[]
        {
            ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521,
            ECCurve.NamedCurves.brainpoolP256r1, ECCurve.CreateFromFriendlyName("secp256k1"),
        })
        {
            using ECDsa ecdsa = ECDsa.Create(curve);
            byte[] signature = ecdsa.SignData(s_message, HashAlgorithmName.SHA512);
            using ECDsa other = ECDsa.Create();
            other.ImportSubjectPublicKeyInfo(ecdsa.ExportSubjectPublicKeyInfo(), out _);
            Check.That(other.VerifyData(s_message, signature, HashAlgorithmName.SHA512), curve.Oid.FriendlyName);
            Check.That(!other.VerifyData(s_message, signature, HashAlgorithmName.SHA256), curve.Oid.FriendlyName);
        }
    }

    [KernelTest]
    internal static void Two_sides_agree_on_the_secret_of_the_standard()
    {
        // RFC 5903, 8.1: P-256.
        using ECDiffieHellman initiator = ECDiffieHellman.Create(Parameters(ECCurve.NamedCurves.nistP256,
            "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433",
            "DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180",
            "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3"));
        using ECDiffieHellman responder = ECDiffieHellman.Create(Parameters(ECCurve.NamedCurves.nistP256, null,
            "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63",
            "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB"));
        Check.Equal("D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE",
            Convert.ToHexString(initiator.DeriveRawSecretAgreement(responder.PublicKey)));
    }

    [KernelTest]
    internal static void Several_threads_sign_at_once()
        => CompressionTests.Parallel(6, index =>
        {
            using RSA rsa = Load();
            for (int round = 0; round < 4; round++)
            {
                byte[] signature = rsa.SignData(s_message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                Check.Equal(TestKey.Signature, Convert.ToHexString(signature));
                using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                byte[] other = ecdsa.SignData(s_message, HashAlgorithmName.SHA256);
                Check.That(ecdsa.VerifyData(s_message, other, HashAlgorithmName.SHA256), $"thread {index}");
            }
        });

    /// <summary>The key of <see cref="TestKey"/>.</summary>
    internal static RSA Load()
    {
        RSA rsa = RSA.Create();
        rsa.ImportRSAPrivateKey(Convert.FromBase64String(TestKey.Private), out _);
        return rsa;
    }

    private static ECParameters Parameters(ECCurve curve, string? d, string x, string y) => new()
    {
        Curve = curve,
        D = d is null ? null : Convert.FromHexString(d),
        Q = new ECPoint { X = Convert.FromHexString(x), Y = Convert.FromHexString(y) },
    };
}
