using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

// Digests, message authentication, ciphers, keys from passwords, signatures and certificates. All that is printed is the
// same at every run.
byte[] message = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Ensō draws a circle. ", 500)));
Console.WriteLine($"MD5      {Convert.ToHexString(MD5.HashData(message))}");
Console.WriteLine($"SHA-1    {Convert.ToHexString(SHA1.HashData(message))}");
Console.WriteLine($"SHA-256  {Convert.ToHexString(SHA256.HashData(message))}");
Console.WriteLine($"SHA-512  {Convert.ToHexString(SHA512.HashData(message))}");

using (MemoryStream stream = new(message))
{
    Console.WriteLine($"stream   {Convert.ToHexString(await SHA384.HashDataAsync(stream))}");
}

byte[] key = Rfc2898DeriveBytes.Pbkdf2("correct horse", "salt"u8, 10_000, HashAlgorithmName.SHA256, 32);
Console.WriteLine($"PBKDF2   {Convert.ToHexString(key)}");
Console.WriteLine($"HKDF     {Convert.ToHexString(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 16))}");
Console.WriteLine($"HMAC     {Convert.ToHexString(HMACSHA256.HashData(key, message))}");

using (Aes aes = Aes.Create())
{
    aes.Key = key;
    byte[] sealedMessage = aes.EncryptCbc(message, iv: new byte[16]);
    Console.WriteLine($"AES-CBC  {Convert.ToHexString(SHA256.HashData(sealedMessage))}, "
        + $"back: {aes.DecryptCbc(sealedMessage, new byte[16]).SequenceEqual(message)}");
}

byte[] ciphertext = new byte[message.Length];
byte[] tag = new byte[16];
using (AesGcm gcm = new(key, tag.Length))
{
    gcm.Encrypt(new byte[12], message, ciphertext, tag);
    Console.WriteLine($"AES-GCM  {Convert.ToHexString(tag)}");
    tag[3] ^= 1;
    try
    {
        gcm.Decrypt(new byte[12], ciphertext, tag, message);
    }
    catch (AuthenticationTagMismatchException error)
    {
        Console.WriteLine($"forged   {error.GetType().Name}");
    }
}

using RSA rsa = RSA.Create(2048);
byte[] signature = rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
Console.WriteLine($"RSA      {signature.Length} bytes, "
    + $"{rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)}");

using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
signature = ecdsa.SignData(message, HashAlgorithmName.SHA256);
Console.WriteLine($"ECDSA    {ecdsa.VerifyData(message, signature, HashAlgorithmName.SHA256)}");

CertificateRequest request = new("CN=enso.example", ecdsa, HashAlgorithmName.SHA256);
DateTimeOffset from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
using X509Certificate2 certificate = request.CreateSelfSigned(from, from.AddYears(1));
Console.WriteLine($"X.509    {certificate.Subject}, {certificate.NotBefore.ToUniversalTime():u} to "
    + $"{certificate.NotAfter.ToUniversalTime():u}, private key: {certificate.HasPrivateKey}");

Console.WriteLine($"random   {RandomNumberGenerator.GetBytes(32).Distinct().Count() > 20}");
