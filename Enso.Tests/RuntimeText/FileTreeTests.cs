using System.Text;
using Enso.Machine.Runtime;

namespace Enso.Tests.RuntimeText;

/// <summary>Resolving paths in the tree of the root, <c>/dev</c> and its devices.</summary>
[TestFixture]
[NonParallelizable]
internal sealed unsafe class FileTreeTests
{
    private const int Rounds = 5000;

    private static readonly string[] s_words = ["", ".", "..", "dev", "null", "zero", "x", "nul", "nulls"];
    private static readonly string[] s_devices = ["null", "zero", "random", "urandom", "tty", "console"];

    [TearDown]
    public void ReturnToTheRoot() => FileTree.Current = FileNode.Root;

    [Test]
    public void RandomPathsResolveAsWalkingThemWordByWordDoes()
    {
        Random random = Replay.Start();
        for (int round = 0; round < Rounds; round++)
        {
            FileTree.Current = random.Next(2) == 0 ? FileNode.Root : FileNode.Devices;
            string[] words = random.GetItems(s_words, random.Next(1, 7));
            string path = string.Join('/', words);
            (int error, string where) = Walk(path, FileTree.Current == FileNode.Root ? "/" : "/dev");
            using NativeText text = new(path);
            FileNode node;
            int actual = FileTree.Find(text.Pointer, &node);
            Assert.That(actual, Is.EqualTo(error), path);
            string found = node == FileNode.None ? "" : NativeText.Read(FileTree.PathOf(node));
            Assert.That(found, Is.EqualTo(where), path);
        }
    }

    [TestCase("/x", Errno.EROFS)]
    [TestCase("/x//", Errno.EROFS)]
    [TestCase("/dev/x", Errno.EROFS)]
    [TestCase("x", Errno.EROFS)]
    [TestCase("/x/y", Errno.ENOENT)]
    [TestCase("/dev/null/y", Errno.ENOTDIR)]
    [TestCase("/dev/null", Errno.EEXIST)]
    [TestCase("/", Errno.EEXIST)]
    [TestCase("", Errno.ENOENT)]
    public void WhatIsMadeSaysWhyNot(string path, int error)
    {
        using NativeText text = new(path);
        Assert.That(FileTree.WhyNotMade(text.Pointer), Is.EqualTo(error));
    }

    [TestCase("/dev/null", 0, 0)]
    [TestCase("/dev/null", 0x10000, Errno.ENOTDIR)]
    [TestCase("/dev/null", 0x42, 0)]
    [TestCase("/dev/null", 0xC2, Errno.EEXIST)]
    [TestCase("/usr/share/terminfo/e/enso", 0, 0)]
    [TestCase("/usr/share/terminfo/e/enso", 1, Errno.EROFS)]
    [TestCase("/usr/share/terminfo/e/enso", 0x200, Errno.EROFS)]
    [TestCase("/usr/share/terminfo/e/enso/", 0, Errno.ENOTDIR)]
    [TestCase("/usr/share/terminfo", 0, Errno.EACCES)]
    [TestCase("/dev", 0, Errno.EACCES)]
    [TestCase("/dev", 1, Errno.EISDIR)]
    [TestCase("/x", 0x42, Errno.EROFS)]
    [TestCase("/x", 2, Errno.ENOENT)]
    public void OpeningGivesTheErrorOfTheFlags(string path, int flags, int error)
    {
        using NativeText text = new(path);
        FileNode node;
        Assert.That(FileTree.FindToOpen(text.Pointer, flags, &node), Is.EqualTo(error));
    }

    [Test]
    public void ThePathOfEveryNodeLeadsToItThroughItsParent()
    {
        foreach (FileNode node in Enum.GetValues<FileNode>().Where(node => node != FileNode.None))
        {
            FileNode found;
            Assert.That(FileTree.Find(FileTree.PathOf(node), &found), Is.Zero);
            Assert.That(found, Is.EqualTo(node));
            string path = NativeText.Read(FileTree.PathOf(node));
            string parent = Path.GetDirectoryName(path) ?? "/";
            Assert.That(NativeText.Read(FileTree.PathOf(FileTree.ParentOf(node))), Is.EqualTo(parent), path);
        }
    }

    [TestCase(255, Errno.ENOENT)]
    [TestCase(256, Errno.ENAMETOOLONG)]
    public void ANameMayHave255Bytes(int length, int error)
    {
        using NativeText text = new(new string('x', length));
        FileNode node;
        Assert.That(FileTree.Find(text.Pointer, &node), Is.EqualTo(error));
    }

    [TestCase(4095, 0)]
    [TestCase(4096, Errno.ENAMETOOLONG)]
    public void APathMayHave4095Bytes(int length, int error)
    {
        using NativeText text = new(new string('/', length));
        FileNode node;
        Assert.That(FileTree.Find(text.Pointer, &node), Is.EqualTo(error));
    }

    [Test]
    public void ANullPathIsABadAddress()
    {
        FileNode node;
        Assert.That(FileTree.Find(null, &node), Is.EqualTo(Errno.EFAULT));
    }

    /// <summary>The error and the absolute path of what is found.</summary>
    private static (int Error, string Path) Walk(string path, string current)
    {
        if (path.Length == 0)
        {
            return (Errno.ENOENT, "");
        }
        StringBuilder at = new(path[0] == '/' ? "/" : current);
        foreach (string word in path.TrimStart('/').Split('/'))
        {
            string where = at.ToString();
            if (where is not "/" and not "/dev")
            {
                return (Errno.ENOTDIR, "");
            }
            string? next = word switch
            {
                "" or "." => where,
                ".." => "/",
                "dev" when where == "/" => "/dev",
                _ when where == "/dev" && s_devices.Contains(word) => $"/dev/{word}",
                _ => null,
            };
            if (next is null)
            {
                return (Errno.ENOENT, "");
            }
            at.Clear().Append(next);
        }
        return (0, at.ToString());
    }
}
