namespace Enso.Scheduler;

/// <summary>First-in-first-out lists of entities, for disciplines to be made of. An entity is in one of them or in
/// none; it is put in, taken out of the middle and moved in constant time.</summary>
/// <remarks>Doubly linked, circular, and intrusive: the links are in a table with an element for each entity, and each
/// list is an element after them, its end, so that no case is special (Knuth, The Art of Computer Programming, volume
/// 1, 2.2.5). A copy shares what the original holds.</remarks>
public readonly struct EntityLists
{
    // The next of what is in no list.
    private const int Unlinked = -1;

    private readonly Link[] _links;
    private readonly int _capacity;

    /// <summary>Makes lists, all empty.</summary>
    /// <param name="capacity">How many entities there are.</param>
    /// <param name="lists">How many lists.</param>
    public EntityLists(int capacity, int lists)
    {
        _capacity = capacity;
        _links = new Link[capacity + lists];
        for (int i = 0; i < _links.Length; i++)
        {
            int other = i < capacity ? Unlinked : i;
            _links[i] = new Link { Next = other, Previous = other };
        }
    }

    /// <summary>How many entities there are.</summary>
    public int Capacity => _capacity;

    /// <summary>Whether an entity is in a list.</summary>
    /// <param name="entity">The entity.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    public bool Contains(int entity)
    {
        Discipline.RequireEntity(entity, _capacity);
        return _links[entity].Next != Unlinked;
    }

    /// <summary>The entity that has been longest in a list; <see cref="Discipline.None"/> if it is empty.</summary>
    /// <param name="list">The list, from 0.</param>
    public int First(int list)
    {
        int end = _capacity + list;
        int first = _links[end].Next;
        return first == end ? Discipline.None : first;
    }

    /// <summary>Puts an entity at the end of a list.</summary>
    /// <param name="list">The list, from 0.</param>
    /// <param name="entity">The entity, which is in no list.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    /// <exception cref="InvalidOperationException">It is in a list already.</exception>
    public void Append(int list, int entity) => InsertBefore(_capacity + list, entity);

    /// <summary>Puts an entity at the front of a list.</summary>
    /// <param name="list">The list, from 0.</param>
    /// <param name="entity">The entity, which is in no list.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    /// <exception cref="InvalidOperationException">It is in a list already.</exception>
    public void Prepend(int list, int entity) => InsertBefore(_links[_capacity + list].Next, entity);

    /// <summary>Takes the first entity out of a list.</summary>
    /// <param name="list">The list, from 0.</param>
    /// <returns>The entity; <see cref="Discipline.None"/> if the list is empty.</returns>
    public int TakeFirst(int list) => TakeFirst(list, out _);

    /// <summary>Takes the first entity out of a list.</summary>
    /// <param name="list">The list, from 0.</param>
    /// <param name="emptied">Whether the list is empty now.</param>
    /// <returns>The entity; <see cref="Discipline.None"/> if the list is empty.</returns>
    public int TakeFirst(int list, out bool emptied)
    {
        Link[] links = _links;
        int end = _capacity + list;
        ref Link head = ref links[end];
        int first = head.Next;
        if (first == end)
        {
            emptied = true;
            return Discipline.None;
        }

        ref Link taken = ref links[first];
        int next = taken.Next;
        taken.Next = Unlinked;
        head.Next = next;
        links[next].Previous = end;
        emptied = next == end;
        return first;
    }

    /// <summary>Takes an entity out of the list that it is in.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="emptied">The list that is empty now, because this was all it had; else
    /// <see cref="Discipline.None"/>.</param>
    /// <returns>Whether it was in a list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    public bool Remove(int entity, out int emptied)
    {
        Discipline.RequireEntity(entity, _capacity);
        emptied = Discipline.None;
        ref Link link = ref _links[entity];
        int next = link.Next;
        if (next == Unlinked)
        {
            return false;
        }

        int previous = link.Previous;
        link.Next = Unlinked;
        _links[previous].Next = next;
        _links[next].Previous = previous;
        if (next == previous && next >= _capacity)
        {
            emptied = next - _capacity;
        }

        return true;
    }

    private void InsertBefore(int next, int entity)
    {
        Discipline.RequireEntity(entity, _capacity);
        Link[] links = _links;
        ref Link link = ref links[entity];
        if (link.Next != Unlinked)
        {
            Discipline.ThrowReadyAlready(entity);
        }

        ref Link after = ref links[next];
        int previous = after.Previous;
        link.Next = next;
        link.Previous = previous;
        after.Previous = entity;
        links[previous].Next = entity;
    }

    private struct Link
    {
        public int Next;
        public int Previous;
    }
}
