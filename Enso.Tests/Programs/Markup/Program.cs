using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;

// XML: documents, readers, writers, queries.
XDocument document = XDocument.Parse("""
    <!-- a catalogue --><catalogue xmlns:x="urn:extra">
      <book id="1" x:rare="yes"><title>Emma</title><price>7.50</price></book>
      <book id="2"><title>Tom &amp; Jerry</title><price>3</price></book>
    </catalogue>
    """);
XNamespace extra = "urn:extra";
Console.WriteLine(string.Join(", ", document.Descendants("book").Select(b => $"{(int)b.Attribute("id")!} {(string)b.Element("title")!} {(decimal)b.Element("price")!} {b.Attribute(extra + "rare")?.Value}")));
Console.WriteLine(document.XPathSelectElements("//book[price > 5]/title").Single().Value + " " + document.XPathEvaluate("sum(//price)"));
document.Root!.Add(new XElement("book", new XAttribute("id", 3), new XElement("title", new XCData("<raw>"))));
document.Root.Elements().First().Remove();
Console.WriteLine(document.Root.ToString(SaveOptions.DisableFormatting));

XmlWriterSettings settings = new() { Indent = true, OmitXmlDeclaration = true };
StringWriter text = new();
using (XmlWriter writer = XmlWriter.Create(text, settings))
{
    writer.WriteStartElement("root");
    writer.WriteAttributeString("quote", "\"<&>\"");
    writer.WriteElementString("value", XmlConvert.ToString(1.5));
    writer.WriteEndElement();
}
Console.WriteLine(text);
using (XmlReader reader = XmlReader.Create(new StringReader(text.ToString())))
{
    while (reader.Read())
    {
        if (reader.NodeType == XmlNodeType.Element)
        {
            Console.Write($"{reader.Name}@{reader.Depth} ");
        }
    }
    Console.WriteLine();
}
try
{
    XDocument.Parse("<a><b></a>");
}
catch (XmlException error)
{
    Console.WriteLine($"{error.LineNumber}:{error.LinePosition}");
}
