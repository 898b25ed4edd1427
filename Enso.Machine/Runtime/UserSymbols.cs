using System.Runtime;
using Enso.Machine.Signals;

namespace Enso.Machine.Runtime;

/// <summary>Users, groups and sessions (POSIX.1-2017 unistd.h, pwd.h, grp.h; Linux setgroups(2)). Everything belongs to
/// user 0 and group 0, which have no entry in any database; the one process is its own session.</summary>
internal static unsafe class UserSymbols
{
    [RuntimeExport("getuid")]
    private static uint GetUser() => 0;

    [RuntimeExport("geteuid")]
    private static uint GetEffectiveUser() => 0;

    [RuntimeExport("getegid")]
    private static uint GetEffectiveGroup() => 0;

    [RuntimeExport("setuid")]
    [Partial("there is no user but 0: EINVAL for every other")]
    private static int SetUser(uint user) => Errno.Result(user == 0 ? 0 : Errno.EINVAL);

    [RuntimeExport("seteuid")]
    [Partial("there is no user but 0: EINVAL for every other")]
    private static int SetEffectiveUser(uint user) => Errno.Result(user == 0 ? 0 : Errno.EINVAL);

    [RuntimeExport("setgid")]
    [Partial("there is no group but 0: EINVAL for every other")]
    private static int SetGroup(uint group) => Errno.Result(group == 0 ? 0 : Errno.EINVAL);

    /// <summary>There are no supplementary groups.</summary>
    [RuntimeExport("getgroups")]
    private static int GetGroups(int size, uint* list) => size < 0 ? Errno.Fail(Errno.EINVAL) : 0;

    [RuntimeExport("setgroups")]
    [Partial("the list can only be made empty, which it is: EPERM for any other")]
    private static int SetGroups(ulong size, uint* list)
    {
        const ulong most = 65536; // NGROUPS_MAX
        return Errno.Result(size == 0 ? 0 : size > most ? Errno.EINVAL : Errno.EPERM);
    }

    /// <summary>Who is in no group of the database is in the given one alone.</summary>
    [RuntimeExport("getgrouplist")]
    private static int GetGroupsOf(byte* user, uint group, uint* groups, int* count)
    {
        int room = *count;
        *count = 1;
        if (room < 1)
        {
            return -1;
        }
        *groups = group;
        return 1;
    }

    /// <summary>Not found: 0 and no entry.</summary>
    [RuntimeExport("getgrgid_r")]
    private static int FindGroup(uint group, void* entry, byte* buffer, ulong size, void** result)
    {
        *result = null;
        return 0;
    }

    [RuntimeExport("getsid")]
    private static int GetSession(int process)
        => process is 0 or SignalDelivery.ProcessId ? SignalDelivery.ProcessId : Errno.Fail(Errno.ESRCH);
}
