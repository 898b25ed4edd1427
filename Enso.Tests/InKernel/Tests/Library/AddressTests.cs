using System.Net;

namespace Enso.Tests.InKernel.Tests.Library;

/// <summary>Names and numbers of places: URIs, IP addresses, versions.</summary>
internal static class AddressTests
{
    [KernelTest]
    internal static void A_uri_is_taken_apart()
    {
        Uri uri = new("HTTP://user:pw@Example.ORG:8080/a%20b/../c/./d?q=1&r=%C3%A9#frag");
        Check.Equal("http", uri.Scheme);
        Check.Equal("example.org", uri.Host);
        Check.Equal(8080, uri.Port);
        Check.Equal("user:pw", uri.UserInfo);
        Check.Equal("/c/d", uri.AbsolutePath);
        Check.Equal("?q=1&r=%C3%A9", uri.Query);
        Check.Equal("#frag", uri.Fragment);
        Check.Equal(443, new Uri("https://[2001:db8::1]/").Port);
        Check.Equal(UriHostNameType.IPv6, new Uri("https://[2001:db8::1]/").HostNameType);
        Check.Throws<UriFormatException>(() => GC.KeepAlive(new Uri("http://")));
        Check.That(!Uri.TryCreate("http://a b", UriKind.Absolute, out _));
    }

    [KernelTest]
    internal static void References_are_resolved_as_rfc_3986_shows()
    {
        // RFC 3986, section 5.4.
        Uri root = new("http://a/b/c/d;p?q");
        (string Reference, string Resolved)[] known =
        [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
            ("//g", "http://g/"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
            ("..", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"), ("g;x=1/../y", "http://a/b/c/y"),
        ];
        foreach ((string reference, string resolved) in known)
        {
            Check.Equal(resolved, new Uri(root, reference).AbsoluteUri);
        }
        Check.Equal("../g", root.MakeRelativeUri(new Uri("http://a/b/g")).ToString());
        Check.Equal("a%20b%2Fc%C3%A9", Uri.EscapeDataString("a b/cé"));
        Check.Equal("a b/cé", Uri.UnescapeDataString("a%20b%2Fc%C3%A9"));
    }

    [KernelTest]
    internal static void Addresses_are_read_and_written_in_their_canonical_form()
    {
        (string Text, string Canonical)[] known =
        [
            ("127.0.0.1", "127.0.0.1"), ("2001:0DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("::ffff:1.2.3.4", "::ffff:1.2.3.4"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("fe80::1", "fe80::1"), ("0x7f.1", "127.0.0.1"),
        ];
        foreach ((string text, string canonical) in known)
        {
            Check.Equal(canonical, IPAddress.Parse(text).ToString());
        }
        foreach (string text in new[] { "256.1.1.1", "1.2.3.4.5", "1::2::3", "12345::", "", "a.b.c.d" })
        {
            Check.That(!IPAddress.TryParse(text, out _), text);
        }
        Check.Equal("01020304", Convert.ToHexString(IPAddress.Parse("1.2.3.4").GetAddressBytes()));
        Check.That(IPAddress.IsLoopback(IPAddress.Parse("127.8.9.10")) && IPAddress.IsLoopback(IPAddress.IPv6Loopback));
        Check.That(IPAddress.Parse("::ffff:1.2.3.4").IsIPv4MappedToIPv6);
        Check.Equal("[::1]:80", IPEndPoint.Parse("[::1]:80").ToString());
        Check.Equal(8080, IPEndPoint.Parse("10.0.0.1:8080").Port);
        IPNetwork network = IPNetwork.Parse("10.1.0.0/16");
        Check.That(network.Contains(IPAddress.Parse("10.1.200.3")) && !network.Contains(IPAddress.Parse("10.2.0.1")));
        Check.Equal(0x0100, IPAddress.HostToNetworkOrder((short)1));
    }

    [KernelTest]
    internal static void Versions_compare_by_number_and_not_by_text()
    {
        Check.That(new Version("1.10") > new Version("1.9.9") && new Version(1, 2) < new Version(1, 2, 0));
        Check.Equal("1.2.3.4", Version.Parse("1.2.3.4").ToString());
        Check.Equal("1.2", new Version(1, 2, 3, 4).ToString(2));
        Check.That(!Version.TryParse("1", out _) && !Version.TryParse("1.2.x", out _));
    }

    [KernelTest]
    internal static void Headers_and_queries_are_escaped_for_html_and_the_web()
    {
        Check.Equal("&lt;a href=&quot;x&quot;&gt;&amp;", WebUtility.HtmlEncode("<a href=\"x\">&"));
        Check.Equal("é<€", WebUtility.HtmlDecode("&eacute;&lt;&#8364;"));
        Check.Equal("a+b%26%C3%A9", WebUtility.UrlEncode("a b&é"));
        Check.Equal("a b&é", WebUtility.UrlDecode("a+b%26%C3%A9"));
    }
}
