using System.Globalization;
using System.Xml.Linq;
using Enso.Drawing;
using Enso.Tool.Building;

namespace Enso.Tests.Drawing;

[TestFixture]
public sealed class PictureTests
{
    // Widths of letters per size: those of the widest font that is asked for, on average.
    private const double Wide = 0.62;
    private const double Ordinary = 0.57;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private static IReadOnlyList<Picture> Pictures => PictureCatalog.Draw();

    private static IEnumerable<TestCaseData> Each => Pictures.Select(picture =>
        new TestCaseData(picture.FileName, picture.ToText()).SetArgDisplayNames(picture.FileName));

    [Test]
    public void What_is_committed_is_what_the_queues_show_today() =>
        Assert.That(
            PictureFolder.Differences(RepositoryLayout.Current.QueuePictures, Pictures), Is.Empty, "./enso draw");

    [Test]
    public void A_picture_that_differs_is_missing_or_is_nobodys_is_named()
    {
        string directory = Directory.CreateTempSubdirectory("enso-pictures").FullName;
        try
        {
            IReadOnlyList<Picture> pictures = Pictures;
            foreach (Picture picture in pictures.Skip(1))
            {
                File.WriteAllText(Path.Combine(directory, picture.FileName), picture.ToText());
            }

            File.AppendAllText(Path.Combine(directory, pictures[1].FileName), "<!-- changed -->");
            File.WriteAllText(Path.Combine(directory, "other.svg"), "");

            Assert.That(PictureFolder.Differences(directory, pictures), Is.EqualTo(new[]
            {
                $"{pictures[0].FileName} is missing.",
                $"{pictures[1].FileName} is not what the queues show today.",
                "other.svg is no picture that is drawn.",
            }));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void Two_runs_draw_the_same() =>
        Assert.That(Pictures.Select(p => p.ToText()), Is.EqualTo(Pictures.Select(p => p.ToText())));

    [TestCaseSource(nameof(Each))]
    public void A_picture_says_what_it_shows_to_those_who_do_not_see_it(string name, string text)
    {
        XElement root = XDocument.Parse(text).Root!;
        string[] named = root.Attribute("aria-labelledby")!.Value.Split(' ');
        Assert.Multiple(() =>
        {
            Assert.That(root.Name, Is.EqualTo(s_svg + "svg"), name);
            Assert.That(root.Attribute("role")!.Value, Is.EqualTo("img"));
            Assert.That(root.Elements(s_svg + "title").Single().Value, Is.Not.Empty);
            Assert.That(root.Elements(s_svg + "desc").Single().Value, Does.Contain("1. "));
            Assert.That(named, Is.EquivalentTo(root.Elements().Attributes("id").Select(id => id.Value)));
        });
    }

    [TestCaseSource(nameof(Each))]
    public void No_text_leaves_its_picture(string name, string text)
    {
        XElement root = XDocument.Parse(text).Root!;
        double width = Value(root, "width");
        foreach (XElement label in root.Descendants(s_svg + "text"))
        {
            bool isWide = label.Attribute("font-family") is not null || label.Attribute("font-weight") is not null;
            double length = label.Value.Length * Value(label, "font-size") * (isWide ? Wide : Ordinary);
            double start = label.AncestorsAndSelf().Sum(OffsetOf) + (label.Attribute("text-anchor")?.Value switch
            {
                "middle" => -length / 2,
                "end" => -length,
                _ => 0,
            });
            Assert.That(start, Is.GreaterThanOrEqualTo(0), $"{name}: {label.Value}");
            Assert.That(start + length, Is.LessThanOrEqualTo(width), $"{name}: {label.Value}");
        }
    }

    [Test]
    public void Every_cursor_that_somebody_has_is_marked_with_its_limit()
    {
        XElement[] frames = Frames("publisher.svg");
        string[][] expected = [["A", "B", "W"], ["A", "B", "C", "W"], ["A", "B", "C", "W"], ["A", "C", "W"]];
        Assert.That(frames, Has.Length.EqualTo(expected.Length));
        for (int i = 0; i < frames.Length; i++)
        {
            // In the ring and in the rows below it; a limit in the ring alone.
            Assert.That(Letters(frames[i], "sequence"), Is.EquivalentTo(expected[i].Concat(expected[i])));
            Assert.That(Letters(frames[i], "limit"), Is.EquivalentTo(expected[i]));
        }
    }

    [Test]
    public void Places_behind_a_gap_have_a_colour_of_their_own()
    {
        XElement[] frames = Frames("subscriber.svg");
        int Count(int frame, PlaceState state) =>
            frames[frame].Descendants(s_svg + "path").Count(p => p.Attribute("fill")!.Value == Places.Fill(state));
        Assert.Multiple(() =>
        {
            Assert.That(Count(0, PlaceState.Claimed), Is.EqualTo(4));
            Assert.That(Count(1, PlaceState.Claimed), Is.EqualTo(2));
            Assert.That(Count(1, PlaceState.Finished), Is.EqualTo(2));
            Assert.That(Count(2, PlaceState.Claimed), Is.Zero);
        });
    }

    private static XElement[] Frames(string name) =>
    [
        .. XDocument.Parse(Pictures.Single(picture => picture.FileName == name).ToText()).Root!
            .Elements(s_svg + "g").SkipLast(1),
    ];

    private static IEnumerable<string> Letters(XElement frame, string kind) => frame.Descendants(s_svg + "g")
        .Where(group => group.Attribute("data-kind")?.Value == kind)
        .Select(group => group.Attribute("data-cursor")!.Value);

    private static double OffsetOf(XElement element) => element.Name == s_svg + "text"
        ? Value(element, "x")
        : element.Attribute("transform") is { } transform
            ? double.Parse(transform.Value.Split('(', ' ')[1], CultureInfo.InvariantCulture)
            : 0;

    private static double Value(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
