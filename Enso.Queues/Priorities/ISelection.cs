namespace Enso.Queues;

/// <summary>How the reader of several classes of messages chooses the class that is served next. It is a
/// structure, compiled into the reader, and is used by the reader's thread alone.</summary>
/// <remarks>Classes are numbered from 0, the highest.</remarks>
public interface ISelection
{
    /// <summary>Prepares it; called once, before anything else.</summary>
    /// <param name="classes">How many classes there are, from 1 to 64.</param>
    /// <exception cref="ArgumentException">It was made for another number of classes.</exception>
    void Begin(int classes);

    /// <summary>Chooses a class. It may be asked again without having been told that the class was
    /// served.</summary>
    /// <param name="waiting">Which classes have a message: a bit for each, at least one of them set.</param>
    /// <param name="most">How many messages of the class may be served before this is asked again; at least
    /// 1.</param>
    /// <returns>The class, one of <paramref name="waiting"/>.</returns>
    int Select(ulong waiting, out int most);

    /// <summary>Says that messages of the class that was selected last were served.</summary>
    /// <param name="served">The class.</param>
    /// <param name="count">How many; at least 1, at most what <see cref="Select"/> allowed.</param>
    void Served(int served, int count);
}
