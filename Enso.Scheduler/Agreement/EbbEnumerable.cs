namespace Enso.Scheduler;

/// <summary>The representatives of an <see cref="Ebb{T}"/> that exist.</summary>
/// <typeparam name="T">Their type.</typeparam>
public readonly struct EbbEnumerable<T>
    where T : class
{
    private readonly T?[] _representatives;

    internal EbbEnumerable(T?[] representatives) => _representatives = representatives;

    /// <summary>Begins with the first.</summary>
    public EbbEnumerator<T> GetEnumerator() => new(_representatives);
}
