using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>What a queue of any type does when an item is published: a message changes hands, anything else
/// does not.</summary>
/// <typeparam name="T">The queue's items.</typeparam>
internal static class Handover<T>
{
    private static readonly bool s_isOwned =
        typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(Owned<>);

    /// <summary>Whether items change hands.</summary>
    public static bool IsNeeded
    {
        // The compiler knows the first two for each type: plain numbers and classes are not even asked about.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T).IsValueType && RuntimeHelpers.IsReferenceOrContainsReferences<T>() && s_isOwned;
    }

    /// <summary>Makes the publisher's handle dead, and <paramref name="item"/> the one for the receiver.</summary>
    /// <exception cref="OwnershipException">The handle is empty, or the message was given away before.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Send(ref T item)
    {
        if (IsNeeded)
        {
            // SAFETY: T is an Owned<X>, which has the fields of AnyOwned in the same order, and its pool is an
            // IMessagePool.
            ref AnyOwned handle = ref Unsafe.As<T, AnyOwned>(ref item);
            handle.Send();
        }
    }

    /// <summary>The layout of every <see cref="Owned{T}"/>.</summary>
    private struct AnyOwned
    {
        private readonly IMessagePool? _pool;
        private readonly int _slot;
        private uint _stamp;

        public void Send()
        {
            IMessagePool pool = _pool ?? throw new OwnershipException(
                "An empty handle was published: rent or receive a message first.");
            _stamp = pool.Send(_slot, _stamp);
        }
    }
}
