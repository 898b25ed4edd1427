using System.Text;

namespace Enso.Tests.InKernel.Tests.Formats;

/// <summary>Text as bytes, in every encoding that needs no table.</summary>
internal static class EncodingTests
{
    // One character of each length in UTF-8: A, é, €, and 𝄞 beyond the basic plane.
    private const string Sample = "Aé€𝄞";

    [KernelTest]
    internal static void Every_encoding_writes_the_bytes_of_its_standard()
    {
        (Encoding Encoding, string Bytes)[] known =
        [
            (Encoding.UTF8, "41C3A9E282ACF09D849E"),
            (Encoding.Unicode, "4100E900AC2034D81EDD"),
            (Encoding.BigEndianUnicode, "004100E920ACD834DD1E"),
            (Encoding.UTF32, "41000000E9000000AC2000001ED10100"),
            (new UTF32Encoding(bigEndian: true, byteOrderMark: true), "00000041000000E9000020AC0001D11E"),
        ];
        foreach ((Encoding encoding, string bytes) in known)
        {
            Check.Equal(bytes, Convert.ToHexString(encoding.GetBytes(Sample)));
            Check.Equal(Sample, encoding.GetString(Convert.FromHexString(bytes)));
            Check.Equal(bytes.Length / 2, encoding.GetByteCount(Sample));
        }
        Check.Equal("41E93F3F3F", Convert.ToHexString(Encoding.Latin1.GetBytes(Sample)));
        Check.Equal("413F3F3F3F", Convert.ToHexString(Encoding.ASCII.GetBytes(Sample)));
        Check.Equal("EFBBBF", Convert.ToHexString(Encoding.UTF8.GetPreamble()));
        Check.Equal("FFFE0000", Convert.ToHexString(Encoding.UTF32.GetPreamble()));
    }

    [KernelTest]
    internal static void Malformed_utf8_is_replaced_as_unicode_recommends()
    {
        // Unicode 15, table 3-8: a maximal subpart of an ill-formed sequence becomes one replacement character.
        (string Bytes, string Text)[] known =
        [
            ("61F18080E180C26280638080BF64", "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFD\uFFFDd"),
            ("C0AFE080BFF081828441", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA"),
            ("EDA080EDBFBFEDAF41", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA"),
            ("F4919293FF4180BF42", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB"),
            ("E2", "\uFFFD"),
        ];
        foreach ((string bytes, string text) in known)
        {
            Check.Equal(text, Encoding.UTF8.GetString(Convert.FromHexString(bytes)));
        }
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        DecoderFallbackException e = Check.Throws<DecoderFallbackException>(() => strict.GetString([0x41, 0x42, 0xFF]));
        Check.Equal(2, e.Index);
        EncoderFallbackException lone = Check.Throws<EncoderFallbackException>(() => strict.GetBytes("ab\uD834c"));
        Check.Equal('\uD834', lone.CharUnknown);
    }

    [KernelTest]
    internal static void Fallbacks_replace_throw_or_do_as_they_are_told()
    {
        Encoding named = Encoding.GetEncoding("us-ascii", new EncoderReplacementFallback("(?)"),
            new DecoderReplacementFallback("[bad]"));
        Check.Equal("caf(?)", Encoding.ASCII.GetString(named.GetBytes("café")));
        Check.Equal("caf[bad]", named.GetString([.. "caf"u8, 0xE9]));
        Encoding strict = Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        Check.Equal(0xE9, strict.GetBytes("é")[0]);
        Check.Throws<EncoderFallbackException>(() => strict.GetBytes("€"));
        Check.Throws<ArgumentException>(() => Encoding.GetEncoding("no-such-encoding"));
        Check.Equal("utf-8", Encoding.Default.WebName);
        Check.Equal(65001, Encoding.UTF8.CodePage);
    }

    [KernelTest]
    internal static void A_decoder_keeps_what_was_cut_off_for_the_next_call()
    {
        string text = string.Concat(Enumerable.Repeat(Sample + "ß漢", 40));
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            byte[] bytes = encoding.GetBytes(text);
            foreach (int piece in new[] { 1, 2, 3, 5, 7 })
            {
                Decoder decoder = encoding.GetDecoder();
                StringBuilder result = new();
                char[] buffer = new char[16];
                for (int at = 0; at < bytes.Length; at += piece)
                {
                    int count = Math.Min(piece, bytes.Length - at);
                    int written = decoder.GetChars(bytes, at, count, buffer, 0, flush: at + count == bytes.Length);
                    result.Append(buffer, 0, written);
                }
                Check.Equal(text, result.ToString());
            }
        }
        Encoder encoder = Encoding.UTF8.GetEncoder();
        byte[] four = new byte[8];
        Check.Equal(0, encoder.GetBytes(['\uD834'], four, flush: false));
        Check.Equal(4, encoder.GetBytes(['\uDD1E'], four, flush: true));
        Check.Equal("F09D849E", Convert.ToHexString(four.AsSpan(0, 4)));
    }

    [KernelTest]
    internal static void Runes_are_the_scalars_of_text()
    {
        Check.Sequence([0x41, 0xE9, 0x20AC, 0x1D11E], Sample.EnumerateRunes().Select(r => r.Value));
        Check.Equal(4, new Rune(0x1D11E).Utf8SequenceLength);
        Check.That(!Rune.TryCreate('\uD834', out _));
        Check.That(Rune.IsLetter(new Rune('é')) && Rune.IsDigit(new Rune('٣')) && !Rune.IsLetter(new Rune(0x1D11E)));
        Check.Equal(3.0, Rune.GetNumericValue(new Rune('٣')));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new Rune(0x110000)));
        Span<byte> utf8 = stackalloc byte[16];
        Check.That(System.Text.Unicode.Utf8.TryWrite(utf8, $"{5:000}€", out int written));
        Check.Equal("303035E282AC", Convert.ToHexString(utf8[..written]));
        Check.That(System.Text.Unicode.Utf8.IsValid("€"u8) && !System.Text.Unicode.Utf8.IsValid([0xC0, 0x80]));
    }

    [KernelTest]
    internal static void Bytes_as_base64_and_hexadecimal_digits()
    {
        // RFC 4648, section 10.
        (string Text, string Base64)[] known =
        [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        foreach ((string text, string base64) in known)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            Check.Equal(base64, Convert.ToBase64String(bytes));
            Check.Equal(text, Encoding.ASCII.GetString(Convert.FromBase64String(base64)));
        }
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Check.Sequence(all, Convert.FromHexString(Convert.ToHexStringLower(all)));
        Check.Sequence(all, Convert.FromBase64String(Convert.ToBase64String(all, Base64FormattingOptions.InsertLineBreaks)));
        Check.Equal("-_8", System.Buffers.Text.Base64Url.EncodeToString([0xFB, 0xFF]));
        Check.Sequence(all, System.Buffers.Text.Base64Url.DecodeFromChars(System.Buffers.Text.Base64Url.EncodeToString(all)));
        Check.Throws<FormatException>(() => Convert.FromBase64String("Zg="));
        Check.Throws<FormatException>(() => Convert.FromHexString("0g"));
    }
}
