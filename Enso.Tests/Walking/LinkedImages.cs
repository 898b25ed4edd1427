using Enso.Build.Elf;
using Enso.Build.Walking;
using Enso.Tool.Building;

namespace Enso.Tests.Walking;

/// <summary>The images that the build made, each read once.</summary>
internal static class LinkedImages
{
    /// <summary>The shell's kernel.</summary>
    public const string Kernel = "enso.debug";

    /// <summary>The kernel that runs the kernel tests.</summary>
    public const string TestKernel = "enso-tests.debug";

    private static readonly Dictionary<string, ImageCode> s_images = [];

    /// <summary>An image by its file's name.</summary>
    public static ImageCode Read(string name)
    {
        if (!s_images.TryGetValue(name, out ImageCode? image))
        {
            RepositoryLayout repository = RepositoryLayout.Current;
            image = new ImageCode(ElfFile.Load(Path.Combine(repository.Artifacts, name)), repository.Root);
            s_images.Add(name, image);
        }
        return image;
    }

    /// <summary>What to show of a walk that found something.</summary>
    public static string Describe(ImageCode image, WalkResult result) =>
        string.Join('\n', result.Problems.Select(p => p.Describe(image)));
}
