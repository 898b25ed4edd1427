using System.Security.Cryptography;
using System.Text;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Hashes, message authentication codes and key derivation, by OpenSSL.</summary>
internal static class CryptographyTests
{
    // FIPS 180-4, FIPS 202, FIPS 198-1 name the algorithms; the vectors are their authors' examples for "abc".
    private const string Sha256OfAbc = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    private const string Sha256OfMillion = "CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0";

    private static byte[] Abc => "abc"u8.ToArray();

    [KernelTest]
    internal static void Md5_is_that_of_its_standard()
    {
        Equal("900150983CD24FB0D6963F7D28E17F72", MD5.HashData(Abc)); // RFC 1321, A.5
        Equal("D41D8CD98F00B204E9800998ECF8427E", MD5.HashData([]));
    }

    [KernelTest]
    internal static void Sha1_is_that_of_its_standard()
        => Equal("A9993E364706816ABA3E25717850C26C9CD0D89D", SHA1.HashData(Abc));

    [KernelTest]
    internal static void Sha256_is_that_of_its_standard() => Equal(Sha256OfAbc, SHA256.HashData(Abc));

    [KernelTest]
    internal static void Sha384_is_that_of_its_standard()
        => Equal("CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAECA134C825A7",
            SHA384.HashData(Abc));

    [KernelTest]
    internal static void Sha512_is_that_of_its_standard()
        => Equal("DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A"
            + "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F", SHA512.HashData(Abc));

    [KernelTest]
    internal static void Sha3_is_that_of_its_standard()
    {
        Check.That(SHA3_256.IsSupported);
        Equal("3A985DA74FE225B2045C172D6BD390BD855F086E3E9D525B46BFE24511431532", SHA3_256.HashData(Abc));
        Equal("EC01498288516FC926459F58E2C6AD8DF9B473CB0FC08C2596DA7CF0E49BE4B298D88CEA927AC7F539F1EDF228376D25",
            SHA3_384.HashData(Abc));
        Equal("B751850B1A57168A5693CD924B6B096E08F621827444F70D884F5D0240D2712E"
            + "10E116E9192AF3C91A7EC57647E3934057340B4CF408D5A56592F8274EEC53F0", SHA3_512.HashData(Abc));
    }

    [KernelTest]
    internal static void Shake_gives_as_many_bytes_as_are_asked_for()
    {
        Equal("7F9C2BA4E88F827D616045507605853ED73B8093F6EFBC88EB1A6EACFA66EF26", Shake128.HashData([], 32));
        Equal("46B9DD2B0BA88D13233B3FEB743EEB243FCD52EA62B81B82B50C27646ED5762F"
            + "D75DC4DDD8C0F200CB05019D67B592F6FC821C49479AB48640292EACB3B7C4BE", Shake256.HashData([], 64));
    }

    [KernelTest]
    internal static void A_hash_of_a_million_bytes_is_that_of_its_standard_however_they_are_cut()
    {
        byte[] million = new byte[1_000_000];
        Array.Fill(million, (byte)'a');
        Equal(Sha256OfMillion, SHA256.HashData(million));
        Equal(Sha256OfMillion, SHA256.HashData(new MemoryStream(million)));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int at = 0, step = 1; at < million.Length; at += step, step = (step * 3) + 1)
        {
            hash.AppendData(million, at, Math.Min(step, million.Length - at));
        }
        Equal(Sha256OfMillion, hash.GetHashAndReset());
    }

    [KernelTest]
    internal static void Message_authentication_codes_are_those_of_their_standards()
    {
        // RFC 2202 and RFC 4231, test case 2; NIST's HMAC examples for SHA-3.
        byte[] key = "Jefe"u8.ToArray();
        byte[] data = "what do ya want for nothing?"u8.ToArray();
        Equal("750C783E6AB0B503EAA86E310A5DB738", HMACMD5.HashData(key, data));
        Equal("EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79", HMACSHA1.HashData(key, data));
        Equal("5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843", HMACSHA256.HashData(key, data));
        Equal("AF45D2E376484031617F78D2B58A6B1B9C7EF464F5A01B47E42EC3736322445E8E2240CA5E69E2C78B3239ECFAB21649",
            HMACSHA384.HashData(key, data));
        Equal("164B7A7BFCF819E2E395FBE73B56E0A387BD64222E831FD610270CD7EA250554"
            + "9758BF75C05A994A6D034F65F8F0E6FDCAEAB1A34D4A6B4B636E070A38BCE737", HMACSHA512.HashData(key, data));
        Equal("C7D4072E788877AE3596BBB0DA73B887C9171F93095B294AE857FBE2645E1BA5", HMACSHA3_256.HashData(key, data));
    }

    [KernelTest]
    internal static void A_long_key_of_a_message_authentication_code_is_hashed_first()
    {
        // RFC 4231, test case 6.
        byte[] key = new byte[131];
        Array.Fill(key, (byte)0xAA);
        using HMACSHA256 code = new(key);
        Equal("60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54",
            code.ComputeHash("Test Using Larger Than Block-Size Key - Hash Key First"u8.ToArray()));
    }

    [KernelTest]
    internal static void Keys_derived_from_passwords_are_those_of_the_standard()
    {
        // RFC 6070 for SHA-1.
        Equal("4B007901B765489ABEAD49D926F721D065A429C1",
            Rfc2898DeriveBytes.Pbkdf2("password"u8, "salt"u8, 4096, HashAlgorithmName.SHA1, 20));
        Equal("3D2EEC4FE41C849B80C8D83662C0E44A8B291A964CF2F07038", Rfc2898DeriveBytes.Pbkdf2(
            "passwordPASSWORDpassword"u8, "saltSALTsaltSALTsaltSALTsaltSALTsalt"u8, 4096, HashAlgorithmName.SHA1, 25));
        Equal("C5E478D59288C841AA530DB6845C4C8D962893A001CE4E11A4963873AA98134A",
            Rfc2898DeriveBytes.Pbkdf2("password"u8, "salt"u8, 4096, HashAlgorithmName.SHA256, 32));
    }

    [KernelTest]
    internal static void Keys_expanded_from_keys_are_those_of_the_standard()
    {
        // RFC 5869, A.1.
        byte[] input = new byte[22];
        Array.Fill(input, (byte)0x0B);
        byte[] salt = Convert.FromHexString("000102030405060708090A0B0C");
        byte[] info = Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9");
        byte[] extracted = HKDF.Extract(HashAlgorithmName.SHA256, input, salt);
        Equal("077709362C2E32DF0DDC3F0DC47BBA6390B6C73BB50F9C3122EC844AD7C2B3E5", extracted);
        const string expanded = "3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF34007208D5B887185865";
        Equal(expanded, HKDF.Expand(HashAlgorithmName.SHA256, extracted, 42, info));
        Equal(expanded, HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 42, salt, info));
    }

    [KernelTest]
    internal static void Keys_derived_by_counting_agree_with_the_construction()
    {
        // SP 800-108, 4.1: PRF(key, counter, label, 0, context, bits), all numbers of 32 bits and big-endian.
        byte[] key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
        byte[] message = [0, 0, 0, 1, .. "label"u8, 0, .. "context"u8, 0, 0, 1, 0];
        Equal(Convert.ToHexString(HMACSHA256.HashData(key, message)), SP800108HmacCounterKdf.DeriveBytes(
            key, HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes("label"), Encoding.ASCII.GetBytes("context"), 32));
    }

    [KernelTest]
    internal static void Equal_secrets_are_recognised_in_constant_time_code()
    {
        byte[] secret = SHA256.HashData(Abc);
        byte[] other = SHA256.HashData(Abc);
        Check.That(CryptographicOperations.FixedTimeEquals(secret, other));
        other[31] ^= 1;
        Check.That(!CryptographicOperations.FixedTimeEquals(secret, other));
        CryptographicOperations.ZeroMemory(secret);
        Check.Equal(0, secret.Max());
    }

    [KernelTest]
    internal static void Several_threads_hash_at_once()
    {
        byte[] source = new byte[200_000];
        new Random(7).NextBytes(source);
        byte[] sha256 = SHA256.HashData(source);
        byte[] sha512 = SHA512.HashData(source);
        byte[] sha3 = SHA3_256.HashData(source);
        CompressionTests.Parallel(8, _ =>
        {
            for (int round = 0; round < 10; round++)
            {
                Check.That(SHA256.HashData(source).AsSpan().SequenceEqual(sha256));
                Check.That(SHA512.HashData(source).AsSpan().SequenceEqual(sha512));
                Check.That(SHA3_256.HashData(source).AsSpan().SequenceEqual(sha3));
            }
        });
    }

    [KernelTest]
    internal static void A_thread_that_ends_gives_back_what_OpenSSL_kept_for_it()
    {
        // A failure leaves an error in the thread's queue, random bytes make a generator of its own for the thread.
        static void Use()
        {
            Thread thread = new(() =>
            {
                Check.Throws<AuthenticationTagMismatchException>(CryptographyCipherTests.DecryptForged);
                Check.That(RandomNumberGenerator.GetHexString(32).Length == 32);
            });
            thread.Start();
            thread.Join();
        }

        const int threads = 60;
        for (int i = 0; i < 10; i++)
        {
            Use();
        }
        ulong before = Machine.Memory.Heap.LiveBytes();
        for (int i = 0; i < threads; i++)
        {
            Use();
        }
        // A generator alone takes more than a kilobyte.
        long grown = (long)(Machine.Memory.Heap.LiveBytes() - before);
        Check.That(grown < threads * 500, $"{grown} bytes after {threads} threads");
    }

    private static void Equal(string expected, byte[] actual) => Check.Equal(expected, Convert.ToHexString(actual));
}
