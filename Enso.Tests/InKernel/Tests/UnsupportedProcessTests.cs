using System.Runtime.InteropServices;
using Enso.Machine.Runtime;
using static Enso.Tests.InKernel.CLibrary;

namespace Enso.Tests.InKernel.Tests;

/// <summary>There are no other processes, programs, libraries and users, and the calls for them say so.</summary>
internal static unsafe class UnsupportedProcessTests
{
    [KernelTest]
    internal static void No_process_can_be_made_or_become_another_program()
    {
        byte** none = stackalloc byte*[1];
        none[0] = null;
        Fails(Errno.ENOSYS, Fork());
        Fails(Errno.ENOSYS, ForkAndWait());
        Fails(Errno.ENOENT, Execute(Text("/bin/ls\0"u8), none, none));
        Fails(Errno.EACCES, Execute(Text("/dev/null\0"u8), none, none));
        Fails(Errno.EACCES, ExecuteHere(Text("/\0"u8), none));
    }

    [KernelTest]
    internal static void There_is_no_child_to_wait_for()
    {
        Fails(Errno.ECHILD, Wait(-1, null, 1));
        Fails(Errno.EINVAL, Wait(-1, null, 0x40));
        Fails(Errno.ECHILD, WaitFor(0, 0, null, 4));
        Fails(Errno.EINVAL, WaitFor(0, 0, null, 0));
    }

    [KernelTest]
    internal static void No_library_can_be_loaded_and_the_message_comes_once()
    {
        Message();
        Check.That(Message() == null);
        Check.That(OpenLibrary(Text("libm.so\0"u8), 1) == null);
        Check.That(Marshal.PtrToStringUTF8((IntPtr)Message())!.Contains("one image", StringComparison.Ordinal));
        Check.That(Message() == null);
        Check.That(FindSymbol(null, Text("sin\0"u8)) == null);
        Check.That(Message() != null);
        Check.That(CloseLibrary(null) != 0);
        Check.That(Message() != null);
    }

    [KernelTest]
    internal static void Only_user_and_group_0_can_be_taken()
    {
        Check.Equal(0, SetUser(0) | SetEffectiveUser(0) | SetGroup(0) | SetGroups(0, null));
        Fails(Errno.EINVAL, SetUser(1000));
        Fails(Errno.EINVAL, SetEffectiveUser(1000));
        Fails(Errno.EINVAL, SetGroup(1000));
        uint group = 5;
        Fails(Errno.EPERM, SetGroups(1, &group));
        Fails(Errno.EINVAL, SetGroups(1 << 20, &group));
        Check.Equal(0, GetGroups(1, &group));
        Fails(Errno.EINVAL, GetGroups(-1, &group));
        int count = 1;
        Check.Equal(1, GetGroupsOf(Text("root\0"u8), 7, &group, &count));
        Check.Equal(7u, group);
        count = 0;
        Check.Equal(-1, GetGroupsOf(Text("root\0"u8), 7, &group, &count));
        Check.Equal(1, count);
    }

    [KernelTest]
    internal static void User_0_has_an_entry_and_nobody_else()
    {
        const int bytes = 64;
        void** entry = stackalloc void*[6];
        byte* buffer = stackalloc byte[bytes];
        void* result = null;
        Check.Equal(0, FindUser(0, entry, buffer, bytes, &result));
        Check.That(result == entry);
        Check.Equal("root", Marshal.PtrToStringUTF8((IntPtr)entry[0]));
        Check.Equal("/", Marshal.PtrToStringUTF8((IntPtr)entry[4]));
        Check.Equal(Errno.ERANGE, FindUser(0, entry, buffer, 5, &result));
        Check.That(result == null);
        Check.Equal(0, FindUserByName(Text("root\0"u8), entry, buffer, bytes, &result));
        Check.That(result == entry);
        Check.Equal(0, FindUserByName(Text("ro\0"u8), entry, buffer, bytes, &result));
        Check.That(result == null);
        result = &result;
        Check.Equal(0, FindUser(1, entry, buffer, bytes, &result));
        Check.That(result == null);
        result = &result;
        Check.Equal(0, FindGroup(0, null, null, 0, &result));
        Check.That(result == null);
    }

    [KernelTest]
    internal static void The_one_process_is_its_own_session()
    {
        Check.Equal(1, GetSession(0));
        Fails(Errno.ESRCH, GetSession(2));
    }

    [KernelTest]
    internal static void Limits_stay_as_they_are()
    {
        const int openFiles = 7;
        ulong* limit = stackalloc ulong[2];
        Check.Equal(0, GetLimit(openFiles, limit));
        Check.Equal((ulong)Descriptors.Maximum, limit[0]);
        Check.Equal(0, SetLimit(openFiles, limit));
        limit[0]--;
        Fails(Errno.EPERM, SetLimit(openFiles, limit));
        limit[0] += 2;
        Fails(Errno.EINVAL, SetLimit(openFiles, limit));
        Fails(Errno.EINVAL, GetLimit(16, limit));
    }

    [DllImport(Image, EntryPoint = "fork", SetLastError = true)]
    private static extern int Fork();

    [DllImport(Image, EntryPoint = "vfork", SetLastError = true)]
    private static extern int ForkAndWait();

    [DllImport(Image, EntryPoint = "execve", SetLastError = true)]
    private static extern int Execute(byte* path, byte** arguments, byte** environment);

    [DllImport(Image, EntryPoint = "execv", SetLastError = true)]
    private static extern int ExecuteHere(byte* path, byte** arguments);

    [DllImport(Image, EntryPoint = "waitpid", SetLastError = true)]
    private static extern int Wait(int process, int* status, int options);

    [DllImport(Image, EntryPoint = "waitid", SetLastError = true)]
    private static extern int WaitFor(int type, int id, void* info, int options);

    [DllImport(Image, EntryPoint = "dlopen")]
    private static extern void* OpenLibrary(byte* path, int flags);

    [DllImport(Image, EntryPoint = "dlsym")]
    private static extern void* FindSymbol(void* library, byte* name);

    [DllImport(Image, EntryPoint = "dlclose")]
    private static extern int CloseLibrary(void* library);

    [DllImport(Image, EntryPoint = "dlerror")]
    private static extern byte* Message();

    [DllImport(Image, EntryPoint = "setuid", SetLastError = true)]
    private static extern int SetUser(uint user);

    [DllImport(Image, EntryPoint = "seteuid", SetLastError = true)]
    private static extern int SetEffectiveUser(uint user);

    [DllImport(Image, EntryPoint = "setgid", SetLastError = true)]
    private static extern int SetGroup(uint group);

    [DllImport(Image, EntryPoint = "setgroups", SetLastError = true)]
    private static extern int SetGroups(ulong size, uint* list);

    [DllImport(Image, EntryPoint = "getgroups", SetLastError = true)]
    private static extern int GetGroups(int size, uint* list);

    [DllImport(Image, EntryPoint = "getgrouplist", SetLastError = true)]
    private static extern int GetGroupsOf(byte* user, uint group, uint* groups, int* count);

    [DllImport(Image, EntryPoint = "getpwuid_r")]
    private static extern int FindUser(uint user, void* entry, byte* buffer, ulong size, void** result);

    [DllImport(Image, EntryPoint = "getpwnam_r")]
    private static extern int FindUserByName(byte* name, void* entry, byte* buffer, ulong size, void** result);

    [DllImport(Image, EntryPoint = "getgrgid_r")]
    private static extern int FindGroup(uint group, void* entry, byte* buffer, ulong size, void** result);

    [DllImport(Image, EntryPoint = "getsid", SetLastError = true)]
    private static extern int GetSession(int process);

    [DllImport(Image, EntryPoint = "getrlimit64", SetLastError = true)]
    private static extern int GetLimit(int resource, ulong* limit);

    [DllImport(Image, EntryPoint = "setrlimit64", SetLastError = true)]
    private static extern int SetLimit(int resource, ulong* limit);
}
