namespace Enso.Scheduler;

/// <summary>Entities in order of a key, for disciplines to be made of; those with equal keys in the order in which
/// they came. The first is found in constant time; an entity is put in, or taken out of the middle, in a time that
/// grows with the logarithm of how many there are.</summary>
/// <typeparam name="TKey">What they are ordered by.</typeparam>
/// <remarks>A heap in which each has four below it, which is half as deep as with two and has those four side by side
/// in memory (Johnson, "Priority queues with update and finding minimum spanning trees", Information Processing
/// Letters 4, 1975), with a table of where each entity is. Equal keys are told apart by a number that counts up. A
/// copy shares what the original holds, except for the count: hold it in one place.</remarks>
public struct EntityHeap<TKey>
    where TKey : struct, IComparable<TKey>
{
    private const int Arity = 4;
    private const int Absent = -1;

    private readonly Entry[] _entries;
    private readonly int[] _positions;
    private ulong _sequence;
    private int _count;

    /// <summary>Makes a heap, empty.</summary>
    /// <param name="capacity">How many entities there are.</param>
    public EntityHeap(int capacity)
    {
        _entries = new Entry[capacity];
        _positions = new int[capacity];
        _positions.AsSpan().Fill(Absent);
    }

    /// <summary>How many entities are in it.</summary>
    public readonly int Count => _count;

    /// <summary>The first one's key. There is one.</summary>
    public readonly TKey FirstKey => _entries[0].Key;

    /// <summary>Whether an entity is in it.</summary>
    /// <param name="entity">The entity.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    public readonly bool Contains(int entity)
    {
        Discipline.RequireEntity(entity, _positions.Length);
        return _positions[entity] != Absent;
    }

    /// <summary>Puts an entity in.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="key">Its key.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    /// <exception cref="InvalidOperationException">It is in already.</exception>
    public void Add(int entity, TKey key)
    {
        Discipline.RequireEntity(entity, _positions.Length);
        if (_positions[entity] != Absent)
        {
            Discipline.ThrowReadyAlready(entity);
        }

        Rise(_count++, new Entry { Key = key, Sequence = _sequence++, Entity = entity });
    }

    /// <summary>Takes out the first.</summary>
    /// <returns>The entity; <see cref="Discipline.None"/> if there is none.</returns>
    public int TakeFirst()
    {
        if (_count == 0)
        {
            return Discipline.None;
        }

        int entity = _entries[0].Entity;
        TakeAt(0);
        return entity;
    }

    /// <summary>Takes an entity out.</summary>
    /// <param name="entity">The entity.</param>
    /// <returns>Whether it was in.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    public bool Remove(int entity)
    {
        if (!Contains(entity))
        {
            return false;
        }

        TakeAt(_positions[entity]);
        return true;
    }

    private static bool Precedes(in Entry one, in Entry other)
    {
        int order = one.Key.CompareTo(other.Key);
        return order < 0 || (order == 0 && one.Sequence < other.Sequence);
    }

    private void TakeAt(int position)
    {
        _positions[_entries[position].Entity] = Absent;
        int last = --_count;
        if (position == last)
        {
            return;
        }

        // The last takes the free place, from where it may have to go either way.
        Entry moved = _entries[last];
        if (position > 0 && Precedes(moved, _entries[(position - 1) / Arity]))
        {
            Rise(position, moved);
        }
        else
        {
            Sink(position, moved);
        }
    }

    private readonly void Rise(int position, in Entry entry)
    {
        Entry[] entries = _entries;
        while (position > 0)
        {
            int parent = (position - 1) / Arity;
            if (!Precedes(entry, entries[parent]))
            {
                break;
            }

            entries[position] = entries[parent];
            _positions[entries[position].Entity] = position;
            position = parent;
        }

        entries[position] = entry;
        _positions[entry.Entity] = position;
    }

    private readonly void Sink(int position, in Entry entry)
    {
        ReadOnlySpan<Entry> used = _entries.AsSpan(0, _count);
        while (true)
        {
            int least = (position * Arity) + 1;
            if (least >= used.Length)
            {
                break;
            }

            int end = Math.Min(least + Arity, used.Length);
            for (int child = least + 1; child < end; child++)
            {
                if (Precedes(used[child], used[least]))
                {
                    least = child;
                }
            }

            if (!Precedes(used[least], entry))
            {
                break;
            }

            _entries[position] = used[least];
            _positions[used[least].Entity] = position;
            position = least;
        }

        _entries[position] = entry;
        _positions[entry.Entity] = position;
    }

    private struct Entry
    {
        public TKey Key;
        public ulong Sequence;
        public int Entity;
    }
}
