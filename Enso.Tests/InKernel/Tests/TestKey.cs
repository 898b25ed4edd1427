namespace Enso.Tests.InKernel.Tests;

/// <summary>An RSA key of 2048 bits that was made for these tests and protects nothing, and what another OpenSSL made
/// with it.</summary>
internal static class TestKey
{
    /// <summary>The key, as PKCS #1 in base 64.</summary>
    public const string Private =
        "MIIEowIBAAKCAQEAyWJrHj9CYxnETy363WbRYUrzmeMkNaapejHdtr4nMAdgraZFNvWZXQpekMcHhHTFeXSje4TbJFP0NLr1"
        + "SVZ0Gd1U8oEqiXQi6VGY10VOxSwblqkGXjanFnwkX03XXJfGQAf6nF0s1DYttbBk1aqadSRt5wK1HIb/qlswjRG8+h1p/PqJ"
        + "XkcWyadYkcfhyU1X9+vOsOZnoB1X98BY/k7LFdJWOKrVNtlsdg3gXwbKpSpNVB8Iy2t8krfzAO5eDThUFgwUNAtxlFpI9o+G"
        + "SrQYjJeO5tcjOMzuCYZo2SOINYSsS9zDm3Nm76S7//K/i4L5sgq3eA3GtxGXMb6shtyC0QIDAQABAoIBAAO8fvgdHIOfWS2j"
        + "5iqLQLlmooLkJzTp85fYCtZGtw4/JiDKpoWYxGs+E5eUOGmRdg7Pu8Rr/a8x8eRe5J6jSzz7RtscoOKoeYkCfHdf/+W3cLKY"
        + "o7eF7uSDUfRvtV4bKxs0hVvh0atamaSsPLlcdIhVsEalMvbayAML3+h6IAYJkxJ70j/REuioVm1w207HSBjW9mwd2VUJyqXI"
        + "iWytSMdNhsdWgbZrN2KxtGokCyD520C31zU7ay2NNzERKrwMWFJ/XR2M/9ZNlrAUXBPUQ9ZOctpvwHyx7f76N8DkMgjtxOP2"
        + "kw43RUpWBtp1eNdHnHgnl7rXxQ9t5pxqbyyNCRECgYEA61Y068FNeQwl9/r+IJmCxB2Owo9B5Mw7mxEeGbTuPqyO4N0rtw1G"
        + "bvru1E7eEsL64bzXCJ4/8suKN0ZK/XFzNtvDnIGVWTm49f3fXtUsEc1muzlUsqJJcVfzZ1dPp1wK5qiMiFYZd4fIlFARfXGl"
        + "IWSz8DOzsNm9S4xrtT4HPnkCgYEA2xEMGQf8CuRZ1JLMVYTvrS4X71LDqhCLShH74FKmTKtPIFPW5xYqsNzqforF1IfQUB4B"
        + "9XVpWdDryGhCQSzQ2BAnP5+g+zfanFO4LJzZESvN/zsy6BS7l0/AJ0I4Ul//9amaF6DeK8X5oD3/IIB67RJ2VMgQEM4FSBZx"
        + "8v00cRkCgYEAzRZGbkH6GwhMOmygdJZzUCeWFtWzjgmx1DQ5sBtuGG5W4X29L/xAqkzCP4EvpNgIvRrNprQKdLOOkxcOGQp6"
        + "Zo9kTArdtXFJUA7bT5CkpCsFYRnYRwiIyl7kPuXnA6mB0nuGZPXrobBSS3XvmAum5ZAWA7l62h8XCTSpVLxmobkCgYAAw/V7"
        + "3OhHjXa25HBsWBOSUlfpESv32yjxcFCl/wPvvqV/Imvc0NoDVjJHkOqSDItwzDoLhoaAttcsExkwKxzrtFq+wSsJ1a8g3rYF"
        + "CeNESRfmLWnHH9Nr+u5b9MJHn2hAjoAoVvqPwphVtAHBNlG3pFnff/d2Z5HjJ5jsVXAqeQKBgFLR0NuLyBRPA/PfLYFliJn4"
        + "iXEUpqqa/Ald6ykKpUyTuHeigVwGYLQGWYEHRfPsRUO/SLx095FEykBRW7hHJBjs3mmBVADM96EwfjgK2yC2RZi9blMslVNu"
        + "tDNDUgCG1jVnx3TH6cnUTr9+VselTTs+GiS8dVMb8YYAhl3HWQhh";

    /// <summary>A text.</summary>
    public const string Signed = "Enso signs this";

    /// <summary>Its signature with SHA-256 and PKCS #1 1.5 padding, in hexadecimal.</summary>
    public const string Signature =
        "49051BE6B91F4B50BE2528C920B3839838912182F828775AB9F6114FD80FDBB515254617878CED4D461C29314C562B4E"
        + "EB9A5D71DEB71696EDCB9545775B2BF868E84FF086A7601D6B3B95BAF49054F9AB1A9A84D120E5B010C1CD5A73789662"
        + "E9D6DADD2FFC112B36A36D4AFE1EDCEC7F4E42B73E9D2ECB2A8642380067F52E150EC8DD314C7C902E29E148E10F9BD5"
        + "413056AC67297870278094B6A0234B8FD2DD886852F53E2FD7487CED7830CFB4B25ADD15B9DBB0FD296C5BE52BA50C88"
        + "BBBA1D2B2AC4540DDC384B42DED526566593FBC723A1E446D1629B351F799DF37FA8CACB66064F161F0A965AC6752482"
        + "580B08361FCEF7260F544E315C8A659B";

    /// <summary>A certificate that the key signed for itself, in base 64.</summary>
    public const string Certificate =
        "MIIDITCCAgmgAwIBAgICEjQwDQYJKoZIhvcNAQELBQAwKDEXMBUGA1UEAwwORW5zbyB0ZXN0IHJvb3QxDTALBgNVBAoMBEVu"
        + "c28wIBcNMjYxMTIxMDU0MTE1WhgPMjA5NTA1MDMwNTQxMTVaMCgxFzAVBgNVBAMMDkVuc28gdGVzdCByb290MQ0wCwYDVQQK"
        + "DARFbnNvMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyWJrHj9CYxnETy363WbRYUrzmeMkNaapejHdtr4nMAdg"
        + "raZFNvWZXQpekMcHhHTFeXSje4TbJFP0NLr1SVZ0Gd1U8oEqiXQi6VGY10VOxSwblqkGXjanFnwkX03XXJfGQAf6nF0s1DYt"
        + "tbBk1aqadSRt5wK1HIb/qlswjRG8+h1p/PqJXkcWyadYkcfhyU1X9+vOsOZnoB1X98BY/k7LFdJWOKrVNtlsdg3gXwbKpSpN"
        + "VB8Iy2t8krfzAO5eDThUFgwUNAtxlFpI9o+GSrQYjJeO5tcjOMzuCYZo2SOINYSsS9zDm3Nm76S7//K/i4L5sgq3eA3GtxGX"
        + "Mb6shtyC0QIDAQABo1MwUTAdBgNVHQ4EFgQUnTy1WvkHPSoMEak5ZtIdvwuUjQ0wHwYDVR0jBBgwFoAUnTy1WvkHPSoMEak5"
        + "ZtIdvwuUjQ0wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAvYJjh/sFky+ArgWLMdxJL8sERk5Ug9b1HY4x"
        + "rSx+TQjAXIMAMHOLQPqILnkdzZVHqNJgaCYHFoV8hZLMbvFGL1XYUQJOMrldcGZ7pyHVWlYHYRhhPR04vgznUk0QWWIHD7RM"
        + "beUb/JiAuwzW8T8r6LD/Z3bakZLmURqnagH0NzTBR8qkqk2Fzhd1pncyORpWuYYEWM5mvMlaqDbLcP4JpnNlQOfVyXZqsub/"
        + "7QfsIdnuuojETHd9fVRo8ikE0ErjDcdpFFpmYBLPd8jfqW75ERkn+oqSXYTXJd98Ik1yhMYTa/jABf99LCusyZd7/apJ8zUV"
        + "XN9skG50vKX3jPBCHg==";

    /// <summary>The certificate's SHA-1 fingerprint.</summary>
    public const string Fingerprint = "FC09C16AD2D809633D1EDC67C4B44D6B9CCD7DF4";
}
