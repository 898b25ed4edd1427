using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Enso.Tests.InKernel.Tests.Formats;

/// <summary>XML: read, written, queried.</summary>
internal static class XmlTests
{
    [KernelTest]
    internal static void A_document_is_read_queried_and_changed()
    {
        XDocument document = XDocument.Parse("""
            <?xml version="1.0"?>
            <orders xmlns="urn:shop"><!-- two -->
              <order id="1"><line n="3">bolt &amp; nut</line><line n="4"><![CDATA[<raw>]]></line></order>
              <order id="2"/>
            </orders>
            """.TrimStart());
        XNamespace shop = "urn:shop";
        Check.Equal(7, document.Descendants(shop + "line").Sum(l => (int)l.Attribute("n")!));
        Check.Sequence(["bolt & nut", "<raw>"], document.Descendants(shop + "line").Select(l => l.Value));
        XElement second = document.Root!.Elements().Single(o => (string?)o.Attribute("id") == "2");
        second.Add(new XElement(shop + "line", new XAttribute("n", 9), "é"));
        document.Root.Elements().First().Remove();
        document.DescendantNodes().OfType<XComment>().Remove();
        Check.Equal("<orders xmlns=\"urn:shop\"><order id=\"2\"><line n=\"9\">é</line></order></orders>",
            document.ToString(SaveOptions.DisableFormatting));
    }

    [KernelTest]
    internal static void A_reader_goes_through_node_by_node()
    {
        const string xml = "<a x='1' y=\"&lt;\"><b/>t&#233;xt<c>  </c></a>";
        using XmlReader reader = XmlReader.Create(new StringReader(xml));
        StringBuilder log = new();
        while (reader.Read())
        {
            log.Append(reader.NodeType switch
            {
                XmlNodeType.Element => $"<{reader.Name}:{reader.AttributeCount}{(reader.IsEmptyElement ? "/" : "")}>",
                XmlNodeType.EndElement => $"</{reader.Name}>",
                _ => $"[{reader.Value}]",
            });
            if (reader.NodeType == XmlNodeType.Element && reader.Name == "a")
            {
                Check.Equal("<", reader.GetAttribute("y"));
            }
        }
        Check.Equal("<a:2><b:0/>[téxt]<c:0>[  ]</c></a>", log.ToString());
    }

    [KernelTest]
    internal static void A_malformed_document_is_refused_with_its_place()
    {
        XmlException e = Check.Throws<XmlException>(() => XDocument.Parse("<a>\n <b></a>"));
        Check.Equal((2, 8), (e.LineNumber, e.LinePosition + 1));
        foreach (string xml in new[] { "", "<a", "<a><a/>", "<a b=1/>", "<a>&unknown;</a>", "<a x='1' x='2'/>", "<a/><b/>" })
        {
            Check.Throws<XmlException>(() => XDocument.Parse(xml));
        }
        // A document type is refused unless it is asked for: entities could grow without bound.
        Check.Throws<XmlException>(() =>
        {
            using XmlReader reader = XmlReader.Create(new StringReader("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"));
            while (reader.Read())
            {
            }
        });
    }

    [KernelTest]
    internal static void A_writer_escapes_and_indents()
    {
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings
        {
            Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true,
        }))
        {
            writer.WriteStartElement("p", "root", "urn:x");
            writer.WriteAttributeString("a", "\"<&\n");
            writer.WriteElementString("e", "1 < 2 & 3");
            writer.WriteStartElement("empty");
            writer.WriteEndElement();
            writer.WriteCData("a]b");
            writer.WriteEndElement();
        }
        Check.Equal("<p:root a=\"&quot;&lt;&amp;&#xA;\" xmlns:p=\"urn:x\">\n  <e>1 &lt; 2 &amp; 3</e>\n  <empty /><![CDATA[a]b]]></p:root>",
            text.ToString());
    }
}
