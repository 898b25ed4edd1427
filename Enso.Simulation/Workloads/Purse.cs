namespace Enso.Simulation.Workloads;

/// <summary>What one task gives and another waits for.</summary>
/// <param name="account">Where each token is noted.</param>
internal sealed class Purse(Account account)
{
    private int _tokens;
    private bool _isClosed;

    /// <summary>Puts one in, unless nobody will take it.</summary>
    public void Give()
    {
        if (!_isClosed)
        {
            _tokens++;
            account.Begin();
        }
    }

    /// <summary>Takes what there is.</summary>
    /// <param name="most">How many at most.</param>
    /// <returns>How many.</returns>
    public int Take(int most)
    {
        int taken = Math.Min(most, _tokens);
        _tokens -= taken;
        for (int i = 0; i < taken; i++)
        {
            account.Finish();
        }

        return taken;
    }

    /// <summary>Nobody takes any more.</summary>
    public void Close()
    {
        _isClosed = true;
        for (; _tokens > 0; _tokens--)
        {
            account.Abandon();
        }
    }
}
