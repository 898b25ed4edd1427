using System.Runtime;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>Doing a thing once in the whole system (POSIX.1-2017 <c>pthread_once</c>). A control word that is all zero
/// is ready to use, as <c>PTHREAD_ONCE_INIT</c> makes it.</summary>
internal static unsafe class OnceSymbols
{
    private const int Fresh = 0;
    private const int Running = 1;
    private const int Done = 2;

    /// <summary>Calls the function unless it was called with this control word before; returns when the call, whoever
    /// makes it, has returned.</summary>
    [RuntimeExport("pthread_once")]
    private static int Once(int* control, ulong function)
    {
        for (;;)
        {
            // Pairs with the exchange below: who sees Done sees all that the function wrote.
            int state = Volatile.Read(ref *control);
            if (state == Done)
            {
                return 0;
            }
            if (state == Running)
            {
                Futex.Wait(control, Running, 0);
            }
            else if (Interlocked.CompareExchange(ref *control, Running, Fresh) == Fresh)
            {
                ((delegate*<void>)function)();
                Interlocked.Exchange(ref *control, Done);
                Futex.Wake(control, int.MaxValue);
                return 0;
            }
        }
    }
}
