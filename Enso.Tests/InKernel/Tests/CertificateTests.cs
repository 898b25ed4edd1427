using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enso.Tests.InKernel.Tests;

/// <summary>X.509 certificates, by OpenSSL. All times are given, so that the machine's date does not matter.</summary>
internal static class CertificateTests
{
    private static readonly DateTimeOffset s_from = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_to = new(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTime s_within = new(2035, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    [KernelTest]
    internal static void A_certificate_made_elsewhere_is_read()
    {
        using X509Certificate2 certificate =
            X509CertificateLoader.LoadCertificate(Convert.FromBase64String(TestKey.Certificate));
        Check.Equal(TestKey.Fingerprint, certificate.Thumbprint);
        Check.Equal("O=Enso, CN=Enso test root", certificate.Subject);
        Check.Equal("1234", certificate.SerialNumber);
        Check.Equal(2095, certificate.NotAfter.ToUniversalTime().Year);
        using RSA key = certificate.GetRSAPublicKey()!;
        Check.That(key.VerifyData(System.Text.Encoding.ASCII.GetBytes(TestKey.Signed),
            Convert.FromHexString(TestKey.Signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [KernelTest]
    internal static void A_chain_up_to_a_trusted_root_is_valid()
    {
        using X509Certificate2 root = Root("root");
        using X509Certificate2 leaf = Leaf(root);
        using X509Chain chain = Chain(root, s_within);
        Check.That(chain.Build(leaf), Status(chain));
        Check.Equal(2, chain.ChainElements.Count);
    }

    [KernelTest]
    internal static void A_chain_up_to_another_root_is_not_valid()
    {
        using X509Certificate2 root = Root("root");
        using X509Certificate2 other = Root("root");
        using X509Certificate2 leaf = Leaf(root);
        using X509Chain chain = Chain(other, s_within);
        Check.That(!chain.Build(leaf));
    }

    [KernelTest]
    internal static void A_chain_is_valid_only_in_its_time()
    {
        using X509Certificate2 root = Root("root");
        using X509Certificate2 leaf = Leaf(root);
        using X509Chain chain = Chain(root, s_to.UtcDateTime.AddDays(1));
        Check.That(!chain.Build(leaf));
        Check.That(chain.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid), Status(chain));
    }

    [KernelTest]
    internal static void A_certificate_and_its_key_travel_with_a_password()
    {
        using X509Certificate2 root = Root("traveller");
        byte[] packed = root.Export(X509ContentType.Pkcs12, "word");
        using X509Certificate2 unpacked = X509CertificateLoader.LoadPkcs12(packed, "word");
        Check.Equal(root.Thumbprint, unpacked.Thumbprint);
        Check.That(unpacked.HasPrivateKey);
        using ECDsa key = unpacked.GetECDsaPrivateKey()!;
        using ECDsa publicKey = root.GetECDsaPublicKey()!;
        byte[] signature = key.SignData("text"u8, HashAlgorithmName.SHA256);
        Check.That(publicKey.VerifyData("text"u8, signature, HashAlgorithmName.SHA256));
        Check.Throws<CryptographicException>(() => X509CertificateLoader.LoadPkcs12(packed, "sword"));
    }

    [KernelTest]
    internal static void A_certificate_survives_as_text()
    {
        using X509Certificate2 root = Root("text");
        using X509Certificate2 read = X509Certificate2.CreateFromPem(root.ExportCertificatePem());
        Check.Equal(root.Thumbprint, read.Thumbprint);
        X509BasicConstraintsExtension constraints = read.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Check.That(constraints.CertificateAuthority && constraints.Critical);
    }

    [KernelTest]
    internal static void Broken_certificates_are_refused()
        => Check.Throws<CryptographicException>(() => X509CertificateLoader.LoadCertificate([0x30, 0x03, 1, 2, 3]));

    private static X509Certificate2 Root(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(s_from, s_to);
    }

    private static X509Certificate2 Leaf(X509Certificate2 root)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        CertificateRequest request = new("CN=leaf", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("leaf.example");
        request.CertificateExtensions.Add(names.Build());
        X509Certificate2 leaf = request.Create(root, s_from, s_to, [1, 2, 3, 4]);
        Check.That(leaf.MatchesHostname("leaf.example") && !leaf.MatchesHostname("root.example"));
        return leaf;
    }

    private static X509Chain Chain(X509Certificate2 root, DateTime time)
    {
        X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = time;
        return chain;
    }

    private static string Status(X509Chain chain)
        => string.Join(", ", chain.ChainStatus.Select(status => $"{status.Status}: {status.StatusInformation}"));
}
