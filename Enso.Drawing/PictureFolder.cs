namespace Enso.Drawing;

/// <summary>The directory that holds the pictures and nothing else.</summary>
internal static class PictureFolder
{
    /// <summary>What is not as it would be drawn.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="pictures">All pictures.</param>
    /// <returns>A line for each file.</returns>
    public static IReadOnlyList<string> Differences(string directory, IReadOnlyList<Picture> pictures)
    {
        List<string> wrong = [];
        foreach (Picture picture in pictures)
        {
            string path = Path.Combine(directory, picture.FileName);
            if (!File.Exists(path))
            {
                wrong.Add($"{picture.FileName} is missing.");
            }
            else if (File.ReadAllText(path) != picture.ToText())
            {
                wrong.Add($"{picture.FileName} is not what the queues show today.");
            }
        }

        IEnumerable<string> there = Directory.Exists(directory) ? Directory.EnumerateFiles(directory) : [];
        wrong.AddRange(there.Select(path => Path.GetFileName(path)!)
            .Except(pictures.Select(picture => picture.FileName))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} is no picture that is drawn."));
        return wrong;
    }
}
