using System.Runtime;
using Enso.Machine.Cpu;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary>The database of users (POSIX.1-2017 <c>pwd.h</c>): one, with number 0, whose home is the root directory. A
/// home is what .NET asks for before it looks for a user's certificates.</summary>
internal static unsafe class PasswordSymbols
{
#pragma warning disable CS0649 // The caller reads these; what is not set is zero.
    /// <summary><c>struct passwd</c>.</summary>
    private struct User
    {
        public byte* Name;
        public byte* Password;
        public uint Number;
        public uint Group;
        public byte* Description;
        public byte* Home;
        public byte* Shell;
    }
#pragma warning restore CS0649

    private static byte* Name => Pointers.Of("root\0"u8);

    /// <summary>Finds a user by number; 0 and no entry when there is none.</summary>
    [RuntimeExport("getpwuid_r")]
    private static int FindByNumber(uint number, User* entry, byte* buffer, ulong size, User** result)
    {
        *result = null;
        return number == 0 ? Describe(entry, buffer, size, result) : 0;
    }

    /// <summary>Finds a user by name; 0 and no entry when there is none.</summary>
    [RuntimeExport("getpwnam_r")]
    private static int FindByName(byte* name, User* entry, byte* buffer, ulong size, User** result)
    {
        *result = null;
        return StringFunctions.Compare(name, Name) == 0 ? Describe(entry, buffer, size, result) : 0;
    }

    private static int Describe(User* entry, byte* buffer, ulong size, User** result)
    {
        ulong used = 0;
        *entry = default;
        entry->Name = Place(Name, buffer, size, &used);
        entry->Password = Place(Pointers.Of("*\0"u8), buffer, size, &used);
        entry->Description = Place(Pointers.Of("\0"u8), buffer, size, &used);
        entry->Home = Place(Pointers.Of("/\0"u8), buffer, size, &used);
        entry->Shell = Place(Pointers.Of("\0"u8), buffer, size, &used);
        if (used > size)
        {
            return Errno.ERANGE;
        }
        *result = entry;
        return 0;
    }

    /// <summary>Copies a string to the buffer's next place, if it has room, and counts it either way.</summary>
    private static byte* Place(byte* text, byte* buffer, ulong size, ulong* used)
    {
        ulong bytes = StringFunctions.Length(text) + 1;
        byte* place = buffer + *used;
        *used += bytes;
        if (*used <= size)
        {
            Instructions.Copy(place, text, bytes);
        }
        return place;
    }
}
