using Enso.Scheduler;

namespace ReactorBench;

/// <summary>What a discipline does for each poll of a task: it selects one, hears what that has used, if it wants to, and takes it
/// back.</summary>
/// <typeparam name="TDiscipline">The discipline.</typeparam>
internal sealed class Choices<TDiscipline> : Subject
    where TDiscipline : struct, IDiscipline<TDiscipline>
{
    private const int Ready = 64;
    private const int Groups = 4;
    private const long Used = 1000;

    private readonly TDiscipline _discipline =
        TDiscipline.Create(new DisciplineOptions { Capacity = Cost.Batch, Groups = Groups });

    private readonly Terms[] _terms = new Terms[Cost.Batch];
    private long _now;

    /// <summary>Makes as many entities ready as a busy core has.</summary>
    public Choices()
    {
        for (int i = 0; i < Ready; i++)
        {
            _terms[i] = new Terms { Priority = i % 8, Weight = 1 + i % 5, Deadline = 1_000_000 + i, Group = i % Groups };
            _discipline.Add(i, _terms[i], 0);
        }
    }

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int entity = _discipline.Select(_now);
            _now += Used;
            if (TDiscipline.IsTimed)
            {
                _discipline.Charge(entity, Used, _now);
            }

            _discipline.Add(entity, _terms[entity], _now);
        }
    }
}
