namespace Enso.Scheduler;

/// <content>What a core knows of those that do not answer.</content>
public sealed partial class ReplicatedMap<TKey, TValue>
    where TKey : notnull
{
    private const int MostDoubts = 6;

    private int _doubts;

    // Whoever was taken for silent and is not, was waited for too short a time: the next one is waited for twice as long.
    // So cores that are slower than their timeout agree all the same, in the end (the failure detectors of Chandra and
    // Toueg, Journal of the ACM 43, 1996).
    private long Timeout => _timeout << _doubts;

    private void Doubt() => _doubts = Math.Min(_doubts + 1, MostDoubts);

    private void Trust() => _doubts = Math.Max(_doubts - 1, 0);

    private void LearnSilent(ulong silent)
    {
        if ((_silent & ~silent) != 0)
        {
            Doubt();
        }

        for (int core = 0; core < _cores; core++)
        {
            if (((_silent ^ silent) >> core & 1) != 0)
            {
                bool isSilent = (silent >> core & 1) != 0;
                _events.Enqueue(new AgreementEvent(
                    isSilent ? AgreementEventKind.Silent : AgreementEventKind.Returned, core));
            }
        }

        _silent = silent;
        if (!CommitRule.IsQuorum(All & ~silent, _cores))
        {
            LoseQuorum();
        }
    }

    private void RegainQuorum()
    {
        if (_hasLostQuorum && CommitRule.IsQuorum(All & ~_silent, _cores))
        {
            _hasLostQuorum = false;
            _events.Enqueue(new AgreementEvent(AgreementEventKind.QuorumRegained, _core));
        }
    }

    private void LoseQuorum()
    {
        if (!_hasLostQuorum)
        {
            _hasLostQuorum = true;
            _events.Enqueue(new AgreementEvent(AgreementEventKind.QuorumLost, _core));
        }
    }
}
