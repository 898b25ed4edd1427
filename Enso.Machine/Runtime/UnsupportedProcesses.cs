using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calls on users, groups and other processes: there is one process and one user.</summary>
internal static unsafe class UnsupportedProcesses
{
    [RuntimeExport("getgrgid_r")]
    private static int GetgrgidR(uint id, void* entry, byte* buffer, ulong size, void** result) => Errno.ENOENT;

    [RuntimeExport("getgrouplist")]
    private static int Getgrouplist(byte* user, uint group, uint* groups, int* count) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("getgroups")]
    private static int Getgroups(int size, uint* list) => 0;

    [RuntimeExport("getpwnam_r")]
    private static int GetpwnamR(byte* name, void* entry, byte* buffer, ulong size, void** result) => Errno.ENOENT;

    [RuntimeExport("getsid")]
    private static int Getsid(int process) => Errno.Fail(Errno.ESRCH);

    [RuntimeExport("seteuid")]
    private static int Seteuid(uint user) => Errno.Fail(Errno.EPERM);

    [RuntimeExport("setuid")]
    private static int Setuid(uint user) => Errno.Fail(Errno.EPERM);

    [RuntimeExport("setgid")]
    private static int Setgid(uint group) => Errno.Fail(Errno.EPERM);

    [RuntimeExport("setgroups")]
    private static int Setgroups(ulong size, uint* list) => Errno.Fail(Errno.EPERM);

    [RuntimeExport("waitid")]
    private static int Waitid(int type, int id, void* info, int options) => Errno.Fail(Errno.ENOSYS);

    [RuntimeExport("syslog")]
    private static void Syslog(int priority, byte* format)
    {
    }
}
