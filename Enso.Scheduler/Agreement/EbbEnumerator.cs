namespace Enso.Scheduler;

/// <summary>Visits the representatives of an <see cref="Ebb{T}"/> that exist; nothing is allocated.</summary>
/// <typeparam name="T">Their type.</typeparam>
public struct EbbEnumerator<T>
    where T : class
{
    private readonly T?[] _representatives;
    private int _next;

    internal EbbEnumerator(T?[] representatives)
    {
        _representatives = representatives;
        Current = null!;
    }

    /// <summary>The representative that it has come to.</summary>
    public T Current { get; private set; }

    /// <summary>Goes to the next one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        while (_next < _representatives.Length)
        {
            // Pairs with the write in Ebb.Make.
            if (Volatile.Read(ref _representatives[_next++]) is { } found)
            {
                Current = found;
                return true;
            }
        }

        return false;
    }
}
