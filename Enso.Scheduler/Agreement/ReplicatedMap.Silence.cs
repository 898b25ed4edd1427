namespace Enso.Scheduler;

/// <content>What a core knows of those that do not answer.</content>
public sealed partial class ReplicatedMap<TKey, TValue>
    where TKey : notnull
{
    private void LearnSilent(ulong silent)
    {
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
