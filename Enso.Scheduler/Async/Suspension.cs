using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>How an asynchronous method comes to wait. An awaiter of the reactor's, asked whether it is complete, says no and
/// leaves in the running task for what; then the compiler's code comes to the method's builder, which finds it there. Awaiters
/// of others leave nothing.</summary>
internal static class Suspension
{
    /// <summary>Makes a call wait for what the reactor's awaiter left.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <param name="step">The call that waits.</param>
    /// <returns>False when the awaiter is somebody else's: the task then waits until that calls back.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReactors<TAwaiter>(AsyncStep step)
    {
        TaskNode node = step.Node!;
        if (typeof(TAwaiter) != typeof(YieldAwaiter) && node.AwaitedCall is { } call)
        {
            // The innermost call that it led to is the leaf already, and what that waits for is known.
            call.Caller = step;
            node.AwaitedCall = null;
            return true;
        }

        // It mostly is already, and to say so again would cost the collector's write barrier.
        if (node.Leaf != step)
        {
            node.Leaf = step;
        }

        if (typeof(TAwaiter) == typeof(YieldAwaiter))
        {
            node.Awaited = Awaited.Turn;
            return true;
        }

        return node.Awaited != Awaited.Outside;
    }
}
