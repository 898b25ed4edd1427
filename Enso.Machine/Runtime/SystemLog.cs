using System.Runtime;
using Enso.Machine.Diagnostics;
using Enso.Machine.Runtime.Text;

namespace Enso.Machine.Runtime;

/// <summary><c>syslog</c>: what C programs log goes to the kernel's log (POSIX.1-2017 syslog.h). The function with a
/// variable argument list is in <c>varargs.S</c> and ends here.</summary>
internal static unsafe class SystemLog
{
    private const int LineBytes = 240;

    [RuntimeExport("vsyslog")]
    [Partial(Formatter.Missing)]
    private static void Write(int priority, byte* format, VariableArguments* arguments)
    {
        byte* text = stackalloc byte[LineBytes];
        StringPrinting.PrintBounded(text, LineBytes, format, arguments);
        // LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERR; LOG_WARNING; LOG_NOTICE, LOG_INFO; LOG_DEBUG.
        switch (priority & 7)
        {
            case <= 3:
                Log.Error($"{text}");
                break;
            case 4:
                Log.Warning($"{text}");
                break;
            case <= 6:
                Log.Info($"{text}");
                break;
            default:
                Log.Trace($"{text}");
                break;
        }
    }
}
