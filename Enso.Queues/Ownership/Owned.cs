using System.Diagnostics.CodeAnalysis;

namespace Enso.Queues;

/// <summary>The handle of a message from a <see cref="Pool{T}"/>. A message has one owner: who holds the handle may
/// use the message, and must in the end dispose the handle or give it away.</summary>
/// <typeparam name="T">The message.</typeparam>
/// <remarks>
/// <para>Giving a message away (<see cref="Transfer"/>, which queues call when something is published) makes a new
/// handle and kills this one and all its copies. What is done with a dead handle throws
/// <see cref="OwnershipException"/>, in every build: each message carries a stamp that changes with every change of
/// hands, and each operation compares it with the handle's. The analyzer that comes with the library finds most
/// such mistakes when the program is compiled.</para>
/// <para>A stamp counts 2^30 changes of hands before it begins anew, so a dead handle would have to be kept for
/// exactly that many to pass for a live one.</para>
/// </remarks>
public readonly struct Owned<T> : IDisposable
{
    // Handover<T> relies on these fields and their order.
    private readonly Pool<T>? _pool;
    private readonly int _slot;
    private readonly uint _stamp;

    internal Owned(Pool<T> pool, int slot, uint stamp)
    {
        _pool = pool;
        _slot = slot;
        _stamp = stamp;
    }

    /// <summary>Whether there is no message: this is what a variable holds before it is given one, and what a
    /// method that got none leaves in its <c>out</c> parameter.</summary>
    public bool IsEmpty => _pool == null;

    /// <summary>Whether this handle is the message's owner now.</summary>
    public bool IsOwner => _pool != null && _pool.Owns(_slot, _stamp);

    /// <summary>The message, where the pool keeps it. The reference must not outlive the ownership.</summary>
    /// <exception cref="OwnershipException">The handle is empty, or the message was given away.</exception>
    public ref T Value => ref Pool(nameof(Value)).At(_slot, _stamp);

    /// <summary>Gives the message away under a new handle. This one is dead from here on.</summary>
    /// <returns>The handle for the next owner.</returns>
    /// <exception cref="OwnershipException">The handle is empty, or the message was given away before.</exception>
    [TakesOwnership]
    public Owned<T> Transfer()
    {
        Pool<T> pool = Pool(nameof(Transfer));
        return new Owned<T>(pool, _slot, pool.Send(_slot, _stamp));
    }

    /// <summary>Returns the message to its pool, from any thread. An empty handle has nothing to return.</summary>
    /// <exception cref="OwnershipException">The message was sent or disposed before.</exception>
    [TakesOwnership]
    [SuppressMessage("Design", "CA1065", Justification = "Returning another owner's message must not pass unseen.")]
    public void Dispose() => _pool?.Return(_slot, _stamp);

    private Pool<T> Pool(string operation) => _pool ?? ThrowEmpty(operation);

    [DoesNotReturn]
    private static Pool<T> ThrowEmpty(string operation) => throw new OwnershipException(
        $"{operation} was called on an empty handle: rent or receive a message first.");
}
