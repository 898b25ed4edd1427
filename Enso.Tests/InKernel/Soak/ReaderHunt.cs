namespace Enso.Tests.InKernel.Soak;

/// <summary>Declares readers dead, some of which sit on what they have read until it happens.</summary>
/// <typeparam name="TReader">The readers' type.</typeparam>
/// <param name="places">How many readers there are at most.</param>
/// <param name="declareDead">Declares one dead.</param>
internal sealed class ReaderHunt<TReader>(int places, Action<TReader> declareDead)
    where TReader : class
{
    private readonly TReader?[] _readers = new TReader?[places];
    private bool _isOver;

    /// <summary>Whether nobody will be declared dead any more.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Puts a reader where it can be found.</summary>
    public void Show(int place, TReader? reader) => Volatile.Write(ref _readers[place], reader);

    /// <summary>Whether a reader has been found.</summary>
    public bool IsFound(int place) => Volatile.Read(ref _readers[place]) is null;

    /// <summary>Ends the hunt.</summary>
    public void End() => Volatile.Write(ref _isOver, true);

    /// <summary>Hunts until the end.</summary>
    public void Run(SoakPace pace)
    {
        while (!IsOver)
        {
            pace.LetOthersRun();
            if (Interlocked.Exchange(ref _readers[pace.Below(places)], null) is { } found)
            {
                declareDead(found);
            }
        }
    }
}
