using Enso.Machine.Boot;
using Enso.Scheduler;

namespace Enso.Kernel.Reactors;

/// <summary>What the machine's reactors are made with, as the kernel's command line says.</summary>
internal sealed record ReactorBootOptions
{
    private static readonly Choice[] s_disciplines =
    [
        Of<RoundRobin>("round-robin"),
        Of<StrictPriority>("priority"),
        Of<Ageing>("ageing"),
        Of<EarliestDeadline>("deadline"),
        Of<FairShare>("fair-share"),
        Of<DeficitRoundRobin>("deficit"),
        Of<Lottery>("lottery"),
    ];

    /// <summary>The names of the disciplines, the default first.</summary>
    public static IReadOnlyList<string> Disciplines => Array.ConvertAll(s_disciplines, known => known.Name);

    /// <summary>What chooses among a core's tasks: one of <see cref="Disciplines"/>.</summary>
    public string Discipline { get; init; } = s_disciplines[0].Name;

    /// <summary>The core that keeps all timers; null for each its own.</summary>
    public int? TimerCore { get; init; }

    /// <summary>The core that is there for interrupts; null for none.</summary>
    public int? InterruptCore { get; init; }

    /// <summary>The name of what chooses among a core's tasks.</summary>
    /// <param name="reactor">The core's, one of the machine's.</param>
    public static string DisciplineOf(Reactor reactor) => s_disciplines.Single(known => known.IsOf(reactor)).Name;

    /// <summary>Reads the options <c>discipline=</c>, <c>timer-core=</c> and <c>interrupt-core=</c>. One that cannot
    /// be used is named, and the kernel does without it.</summary>
    /// <param name="option">An option's value, of the command line; null when it is not there.</param>
    /// <param name="cores">How many cores there are.</param>
    /// <param name="complain">Where an option that cannot be used is named, with what can.</param>
    public static ReactorBootOptions Read(Func<string, string?> option, int cores, Action<string> complain)
    {
        string discipline = option("discipline") ?? s_disciplines[0].Name;
        if (!Disciplines.Contains(discipline))
        {
            complain($"discipline={discipline}: the disciplines are {string.Join(", ", Disciplines)}");
            discipline = s_disciplines[0].Name;
        }

        int? interruptCore = ReadCore("interrupt-core");
        if (interruptCore is not null && cores == 1)
        {
            complain("interrupt-core: the only core has to do everything");
            interruptCore = null;
        }

        return new ReactorBootOptions
        {
            Discipline = discipline,
            TimerCore = ReadCore("timer-core"),
            InterruptCore = interruptCore,
        };

        int? ReadCore(string what)
        {
            if (option(what) is not { } text)
            {
                return null;
            }

            if (int.TryParse(text, out int core) && core >= 0 && core < cores)
            {
                return core;
            }

            complain($"{what}={text}: the cores are {(cores == 1 ? "0" : $"0 to {cores - 1}")}");
            return null;
        }
    }

    /// <summary>An option's value on the kernel's command line.</summary>
    /// <param name="name">The option.</param>
    /// <returns>The value, empty when there is none; null when the option is not there.</returns>
    public static unsafe string? OfCommandLine(string name)
    {
        byte[] wanted = System.Text.Encoding.ASCII.GetBytes(name);
        fixed (byte* first = wanted)
        {
            // SAFETY: the text is the command line's, which is kept, and ends at a space or a zero.
            byte* text = BootInfo.FindOption(new ReadOnlySpan<byte>(first, wanted.Length));
            if (text == null)
            {
                return null;
            }

            int length = 0;
            while (text[length] is not (0 or (byte)' '))
            {
                length++;
            }

            return System.Text.Encoding.UTF8.GetString(text, length);
        }
    }

    /// <summary>Makes a core's reactor, with the discipline.</summary>
    /// <param name="cluster">The core's cluster.</param>
    /// <param name="platform">The core.</param>
    /// <exception cref="InvalidOperationException">There is no such discipline.</exception>
    internal Reactor Add(Cluster cluster, MachinePlatform platform) =>
        Array.Find(s_disciplines, known => known.Name == Discipline).Add is { } add
            ? add(cluster, platform)
            : throw new InvalidOperationException(
                $"'{Discipline}' is no discipline: they are {string.Join(", ", Disciplines)}.");

    private static Choice Of<TDiscipline>(string name)
        where TDiscipline : struct, IDiscipline<TDiscipline> => new(
            name,
            (cluster, platform) => cluster.Add<MachinePlatform, TDiscipline>(platform),
            reactor => reactor is Reactor<MachinePlatform, TDiscipline>);

    private readonly record struct Choice(
        string Name, Func<Cluster, MachinePlatform, Reactor> Add, Predicate<Reactor> IsOf);
}
