namespace Enso.Scheduler;

/// <summary>Holds what is ready and chooses what comes next. Everything that holds work is a discipline: a reactor
/// asks it to <see cref="Select"/>.</summary>
/// <remarks><para>Entities are numbers, from 0 to below <see cref="Capacity"/>; what they stand for (tasks, queues,
/// classes, other disciplines) is the user's business. An entity is either in the discipline, that is ready, or not.
/// <see cref="Select"/> takes it out; when it has run, and if it is ready again, its user says so by
/// <see cref="Add"/>. In between, <see cref="Charge"/> says what it has used. What was removed keeps what it has used;
/// adding it again does not take that away.</para>
/// <para>A discipline is a structure and a type parameter of what uses it, so that no call is virtual. A copy shares
/// what the original holds. One thread at a time uses it. Nothing is allocated once it is made.</para></remarks>
public interface IDiscipline
{
    /// <summary>How many entities there can be.</summary>
    int Capacity { get; }

    /// <summary>How many are ready.</summary>
    int Count { get; }

    /// <summary>Makes an entity ready.</summary>
    /// <param name="entity">The entity, which is not ready yet.</param>
    /// <param name="terms">What it asks for. A discipline looks at what it knows of and ignores the rest; terms may be
    /// others each time.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity, or a term has a value that the
    /// discipline does not allow; the message says what is.</exception>
    /// <exception cref="InvalidOperationException">It is ready already.</exception>
    void Add(int entity, in Terms terms, long now);

    /// <summary>Takes an entity out that is not to run.</summary>
    /// <param name="entity">The entity.</param>
    /// <returns>Whether it was ready.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    bool Remove(int entity);

    /// <summary>Whether an entity is ready.</summary>
    /// <param name="entity">The entity.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    bool Contains(int entity);

    /// <summary>Chooses the entity that runs next and takes it out.</summary>
    /// <param name="now">The time, in nanoseconds; not before that of an earlier call.</param>
    /// <returns>The entity; <see cref="Discipline.None"/> when nothing is ready.</returns>
    int Select(long now);

    /// <summary>Says what an entity has used since it was selected. Called before it is made ready again, if it
    /// is.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="used">How long it ran, in nanoseconds; or any other measure of cost, the same for all.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity, or the amount is negative.</exception>
    /// <exception cref="InvalidOperationException">The entity is ready.</exception>
    void Charge(int entity, long used, long now);

    /// <summary>Forgets what an entity has used: from now on its number stands for something new.</summary>
    /// <param name="entity">The entity.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entity.</exception>
    /// <exception cref="InvalidOperationException">The entity is ready.</exception>
    void Forget(int entity);
}

/// <summary>A discipline that can be made.</summary>
/// <typeparam name="TSelf">The discipline itself.</typeparam>
public interface IDiscipline<TSelf> : IDiscipline
    where TSelf : struct, IDiscipline<TSelf>
{
    /// <summary>Whether it wants to know what entities use: if not, <see cref="IDiscipline.Charge"/> need not be called, and
    /// nobody looks at the clock for it.</summary>
    static virtual bool IsTimed => true;

    /// <summary>Whether it looks at the times that it is given: if not, they may be earlier ones, so that nobody looks at the
    /// clock for it.</summary>
    static virtual bool UsesTime => true;

    /// <summary>Makes one.</summary>
    /// <param name="options">With what.</param>
    /// <returns>The discipline, in which nothing is ready.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what
    /// is.</exception>
    static abstract TSelf Create(DisciplineOptions options);
}
