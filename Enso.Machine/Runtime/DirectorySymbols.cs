using System.Runtime;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary>Directories (POSIX.1-2017 dirent.h, and <c>chdir</c> and <c>getcwd</c> of unistd.h): the root and
/// <c>/dev</c>.</summary>
internal static unsafe class DirectorySymbols
{
    private const int NameBytes = 256;
    private const byte TypeCharacterDevice = 2;
    private const byte TypeDirectory = 4;

    /// <summary><c>struct dirent64</c>, 280 bytes.</summary>
    private struct Entry
    {
        public ulong Node;
        public long Next;
        public ushort Length;
        public byte Type;
        public fixed byte Name[NameBytes];
    }

    /// <summary>What a <c>DIR*</c> points at.</summary>
    private struct Reader
    {
        public FileNode Directory;
        public long Position;
        public Entry Entry;
    }

    [RuntimeExport("opendir")]
    private static Reader* Open(byte* path)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        if (error == 0 && !FileTree.IsDirectory(node))
        {
            error = Errno.ENOTDIR;
        }
        if (error != 0)
        {
            return (Reader*)Errno.FailNull(error);
        }
        Reader* reader = (Reader*)TextImports.Allocate((ulong)sizeof(Reader));
        if (reader != null)
        {
            reader->Directory = node;
            reader->Position = 0;
        }
        return reader;
    }

    /// <summary>The next entry, or null after the last; the entry is good until the next call.</summary>
    [RuntimeExport("readdir64")]
    private static Entry* Read(Reader* reader)
    {
        if (reader == null)
        {
            return (Entry*)Errno.FailNull(Errno.EBADF);
        }
        return Next(reader, &reader->Entry) ? &reader->Entry : null;
    }

    [RuntimeExport("readdir64_r")]
    private static int ReadInto(Reader* reader, Entry* entry, Entry** result)
    {
        if (reader == null)
        {
            return Errno.EBADF;
        }
        *result = Next(reader, entry) ? entry : null;
        return 0;
    }

    private static bool Next(Reader* reader, Entry* entry)
    {
        long position = reader->Position;
        FileNode node = FileTree.EntryAt(reader->Directory, position);
        if (node == FileNode.None)
        {
            return false;
        }
        byte* name = position switch
        {
            0 => Pointers.Of(".\0"u8),
            1 => Pointers.Of("..\0"u8),
            _ => FileTree.NameOf(node),
        };
        reader->Position = position + 1;
        entry->Node = (ulong)node;
        entry->Next = position + 1;
        entry->Length = (ushort)sizeof(Entry);
        entry->Type = FileTree.IsDirectory(node) ? TypeDirectory : TypeCharacterDevice;
        StringFunctions.Copy(entry->Name, name);
        return true;
    }

    [RuntimeExport("closedir")]
    private static int Close(Reader* reader)
    {
        if (reader == null)
        {
            return Errno.Fail(Errno.EBADF);
        }
        TextImports.Free(reader);
        return 0;
    }

    [RuntimeExport("chdir")]
    private static int Change(byte* path)
    {
        FileNode node;
        int error = FileTree.Find(path, &node);
        if (error == 0 && !FileTree.IsDirectory(node))
        {
            error = Errno.ENOTDIR;
        }
        if (error != 0)
        {
            return Errno.Fail(error);
        }
        FileTree.Current = node;
        return 0;
    }

    /// <summary>As in the GNU library, a null buffer is allocated.</summary>
    [RuntimeExport("getcwd")]
    private static byte* Current(byte* buffer, ulong size)
    {
        byte* path = FileTree.PathOf(FileTree.Current);
        ulong needed = StringFunctions.Length(path) + 1;
        if (size == 0 && buffer != null)
        {
            return (byte*)Errno.FailNull(Errno.EINVAL);
        }
        if (size < needed && (size != 0 || buffer != null))
        {
            return (byte*)Errno.FailNull(Errno.ERANGE);
        }
        buffer = buffer == null ? (byte*)TextImports.Allocate(size == 0 ? needed : size) : buffer;
        return buffer == null ? null : StringFunctions.Copy(buffer, path);
    }
}
