namespace Enso.Scheduler;

/// <summary>What a reactor needs of the core that it runs on: real in the kernel, a thread on a developer's machine, made up
/// in a simulation. A structure and a type parameter, so that no call is virtual.</summary>
public interface IPlatform
{
    /// <summary>The core's number, from 0.</summary>
    int Core { get; }

    /// <summary>The time in nanoseconds, which never goes back and is the same on all cores.</summary>
    long Now { get; }

    /// <summary>Sleeps until the core is woken by <see cref="Wake"/> or the time has come. A wake-up that came before, since the
    /// last sleep, ends it at once; it may end for no reason.</summary>
    /// <param name="until">When it ends at the latest, in nanoseconds; <see cref="long.MaxValue"/> for never.</param>
    void Sleep(long until);

    /// <summary>Ends another core's sleep, or its next one: an inter-processor interrupt in the kernel. Called only for a core
    /// that has said that it sleeps.</summary>
    /// <param name="core">The other core.</param>
    void Wake(int core);
}
