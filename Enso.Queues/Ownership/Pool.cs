using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A fixed number of messages, made beforehand, that are rented and returned without allocating.</summary>
/// <typeparam name="T">The message: a class, of which the pool's factory makes each object once, or a structure,
/// which lies in the pool itself and is used by reference.</typeparam>
/// <remarks>
/// <para>Renting and returning are lock-free and may be done from any thread, returning also from another thread
/// than renting. The message that was returned last is rented first, since it is likely still cached. It is as its
/// last owner left it.</para>
/// <para>See <c>Pool.FreeList.cs</c> for how the free messages are linked.</para>
/// </remarks>
public sealed partial class Pool<T> : IDisposable, IMessagePool
{
    /// <summary>The most messages that a pool can have.</summary>
    public const int MaximumCapacity = (int)ClosedIndex - 1;

    private readonly Slot[] _slots;
    private readonly Place[]? _places;

    /// <summary>Makes the pool and all its messages.</summary>
    /// <param name="capacity">How many messages: 1 to <see cref="MaximumCapacity"/>.</param>
    /// <param name="make">Makes one message; called <paramref name="capacity"/> times, here and never later.</param>
    /// <param name="recordsPlaces">Whether to note where each message is rented, to name it if it is never returned.
    /// Builds of the library for debugging do so unless told otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not one of those allowed.</exception>
    /// <exception cref="ArgumentException">The factory gave null, or one object twice in a row.</exception>
    public Pool(int capacity, Func<T> make, bool recordsPlaces = RecordsPlacesByDefault)
    {
        if (capacity is < 1 or > MaximumCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, $"A pool holds from 1 to {MaximumCapacity} messages.");
        }
        ArgumentNullException.ThrowIfNull(make);
        _slots = new Slot[capacity];
        _places = recordsPlaces ? new Place[capacity] : null;
        for (int i = 0; i < capacity; i++)
        {
            T message = make();
            if (!typeof(T).IsValueType
                && (message is null || (i > 0 && ReferenceEquals(message, _slots[i - 1].Value))))
            {
                throw new ArgumentException("The factory must make a new object each time.", nameof(make));
            }
            _slots[i].Value = message;
        }
        LinkAll();
    }

    /// <summary>How many messages there are.</summary>
    public int Capacity => _slots.Length;

    /// <summary>How many can be rented now; none once the pool is disposed.</summary>
    public int Free => CountFree();

    /// <summary>How many are out now: rented, in a queue, or received and not yet disposed.</summary>
    public int Rented => IsDisposed ? Volatile.Read(ref _outAfterDispose) : Capacity - Free;

    /// <summary>The most that were ever out at once.</summary>
    public int HighWaterMark => Volatile.Read(ref _highWaterMark);

    /// <summary>How often a message was asked for and none was left.</summary>
    public long ExhaustedCount => Interlocked.Read(ref _exhausted.Value);

    /// <summary>Rents a message.</summary>
    /// <param name="file">Where it is rented: filled in by the compiler.</param>
    /// <param name="line">Where it is rented: filled in by the compiler.</param>
    /// <returns>The message's handle; the caller owns it.</returns>
    /// <exception cref="PoolExhaustedException">All are out.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public Owned<T> Rent([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        TryRent(out Owned<T> message, file, line) ? message : throw Exhausted();

    /// <summary>Rents a message if one is left.</summary>
    /// <param name="message">The message's handle, owned by the caller; empty if none is left.</param>
    /// <param name="file">Where it is rented: filled in by the compiler.</param>
    /// <param name="line">Where it is rented: filled in by the compiler.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public bool TryRent(
        out Owned<T> message, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!TryPop(out int slot))
        {
            message = default;
            NoneLeft();
            return false;
        }
        if (_places != null)
        {
            _places[slot] = new Place(file, line);
        }
        // Only the thread that took the slot off the free list writes its stamp here; a stale handle on another
        // thread fails its comparison before and after.
        ref uint stamp = ref _slots[slot].Stamp;
        uint rented = Stamp.Next(stamp, Stamp.Rented);
        Volatile.Write(ref stamp, rented);
        message = new Owned<T>(this, slot, rented);
        return true;
    }

    /// <summary>Ends the pool: nothing can be rented any more. What is still out may be used and disposed.</summary>
    /// <exception cref="MessageLeakException">Messages are still out. The pool is ended all the same.</exception>
    public void Dispose()
    {
        if (!TryClose(out int rented) || rented == 0)
        {
            return;
        }
        throw new MessageLeakException(
            $"{rented} of the pool's {Capacity} messages were never returned{PlacesOfRented()}.");
    }

    internal bool Owns(int slot, uint stamp) => Volatile.Read(ref _slots[slot].Stamp) == stamp;

    internal ref T At(int slot, uint stamp)
    {
        ref Slot at = ref _slots[slot];
        uint now = Volatile.Read(ref at.Stamp);
        if (now != stamp)
        {
            Stamp.ThrowStale(nameof(Owned<>.Value), stamp, now);
        }
        return ref at.Value;
    }

    uint IMessagePool.Send(int slot, uint stamp) => Send(slot, stamp);

    internal uint Send(int slot, uint stamp)
    {
        uint sent = Stamp.Next(stamp, Stamp.Sent);
        Change(slot, stamp, sent, "Sending");
        return sent;
    }

    internal void Return(int slot, uint stamp)
    {
        Change(slot, stamp, Stamp.Next(stamp, Stamp.Free), "Disposing");
        Push(slot);
    }

    /// <summary>One change of hands. It is one exchange, so that of several threads that misuse copies of a handle
    /// exactly one succeeds, and a slot is pushed once for each time that it is popped.</summary>
    private void Change(int slot, uint from, uint to, string operation)
    {
        uint now = Interlocked.CompareExchange(ref _slots[slot].Stamp, to, from);
        if (now != from)
        {
            Stamp.ThrowStale(operation, from, now);
        }
    }

    /// <summary>A message, with what the pool knows of it.</summary>
    private struct Slot
    {
        public T Value;

        /// <summary>Who owns it: see <see cref="Queues.Stamp"/>. Written by <see cref="Interlocked"/>, or by who
        /// just took the slot off the free list.</summary>
        public uint Stamp;

        /// <summary>While it is free: the next free one and how many there are from here on.</summary>
        public ulong Link;

        /// <summary>Keeps two owners' messages out of one cache line.</summary>
        public CacheLine Padding;
    }
}
