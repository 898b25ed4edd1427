namespace Enso.Drawing;

/// <summary>Draws the pictures, or says which of those that are there are not what would be drawn.</summary>
internal static class Program
{
    /// <summary>The entry point.</summary>
    /// <param name="arguments">The directory, and <c>--check</c> to write nothing.</param>
    /// <returns>0 when all is well, 1 when a picture is not up to date, 2 for a wrong command line.</returns>
    public static int Main(string[] arguments)
    {
        if (arguments is not ([_] or [_, "--check"]))
        {
            Console.Error.WriteLine("usage: Enso.Drawing DIRECTORY [--check]");
            return 2;
        }

        return arguments.Length == 2 ? Check(arguments[0]) : Write(arguments[0]);
    }

    private static int Write(string directory)
    {
        Directory.CreateDirectory(directory);
        IReadOnlyList<Picture> pictures = PictureCatalog.Draw();
        foreach (Picture picture in pictures)
        {
            File.WriteAllText(Path.Combine(directory, picture.FileName), picture.ToText());
        }

        Console.WriteLine($"Drew {pictures.Count} pictures.");
        return 0;
    }

    private static int Check(string directory)
    {
        IReadOnlyList<string> wrong = PictureFolder.Differences(directory, PictureCatalog.Draw());
        foreach (string difference in wrong)
        {
            Console.WriteLine(difference);
        }

        Console.WriteLine(wrong.Count == 0 ? "All pictures are up to date." : "Draw them anew: ./enso draw");
        return wrong.Count == 0 ? 0 : 1;
    }
}
