using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Transport layer security, by OpenSSL, between two ends inside the kernel.</summary>
internal static class TlsTests
{
    private const string Host = "leaf.example";
    private const int Bytes = 200_000;

    [KernelTest]
    internal static void Two_ends_speak_tls_1_2() => Speak(SslProtocols.Tls12);

    [KernelTest]
    internal static void Two_ends_speak_tls_1_3() => Speak(SslProtocols.Tls13);

    [KernelTest]
    internal static void A_client_refuses_a_server_that_it_does_not_trust()
    {
        using X509Certificate2 certificate = Certificate();
        (SslStream server, SslStream client) = Connect(_ => false);
        using (server)
        using (client)
        {
            Task serving = server.AuthenticateAsServerAsync(certificate);
            Check.Throws<AuthenticationException>(() => client.AuthenticateAsClient(Host));
            client.Dispose();
            Check.That(serving.ContinueWith(task => true).GetAwaiter().GetResult());
        }
    }

    private static void Speak(SslProtocols protocol)
    {
        using X509Certificate2 certificate = Certificate();
        string? seen = null;
        (SslStream server, SslStream client) = Connect(presented =>
        {
            seen = presented?.GetCertHashString();
            return true;
        });
        using (server)
        using (client)
        {
            Task.WhenAll(
                server.AuthenticateAsServerAsync(certificate, false, protocol, false),
                client.AuthenticateAsClientAsync(Host, null, protocol, false)).GetAwaiter().GetResult();
            Check.Equal(protocol, client.SslProtocol);
            Check.Equal(certificate.Thumbprint, seen);
            byte[] sent = RandomNumberGenerator.GetBytes(Bytes);
            byte[] received = new byte[Bytes];
            Task.WhenAll(client.WriteAsync(sent).AsTask(), server.ReadExactlyAsync(received).AsTask())
                .GetAwaiter().GetResult();
            Check.That(received.AsSpan().SequenceEqual(sent));
        }
    }

    private static (SslStream Server, SslStream Client) Connect(Func<X509Certificate?, bool> trusts)
    {
        Pipe up = new();
        Pipe down = new();
        SslStream server = new(new TwoWayStream(up.Reader.AsStream(), down.Writer.AsStream()));
        SslStream client = new(new TwoWayStream(down.Reader.AsStream(), up.Writer.AsStream()), false,
            (_, presented, _, _) => trusts(presented));
        return (server, client);
    }

    private static X509Certificate2 Certificate()
    {
        using RSA key = CryptographyKeyTests.Load();
        CertificateRequest request = new($"CN={Host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>Reads from one stream and writes to another.</summary>
    private sealed class TwoWayStream(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => input.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                output.Dispose();
                input.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
