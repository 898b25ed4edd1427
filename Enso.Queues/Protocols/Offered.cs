namespace Enso.Queues;

/// <summary>What came of an offer: the way that the other end chose.</summary>
/// <typeparam name="TLeft">The first way.</typeparam>
/// <typeparam name="TRight">The second way.</typeparam>
/// <typeparam name="TLoops">The loops that both stand in.</typeparam>
/// <typeparam name="TTransport">What carries the messages.</typeparam>
public readonly struct Offered<TLeft, TRight, TLoops, TTransport>
    where TLeft : struct, IProtocol
    where TRight : struct, IProtocol
    where TLoops : struct, ILoops
    where TTransport : IMessageTransport
{
    private readonly Session<TLeft, TLoops, TTransport> _left;
    private readonly Session<TRight, TLoops, TTransport> _right;

    internal Offered(SessionCore<TTransport> core, Branch branch)
    {
        Branch = branch;
        switch (branch)
        {
            case Branch.Left:
                _left = new(core);
                break;
            case Branch.Right:
                _right = new(core);
                break;
            default:
                throw new SessionException(
                    $"The other end does not keep to the protocol: it chose {(byte)branch}, which is no way.");
        }
    }

    /// <summary>The way that was chosen.</summary>
    public Branch Branch { get; }

    /// <summary>Goes the way that was chosen. The state of the other way is of no session, and throws when used.
    /// </summary>
    /// <param name="left">The state, if it was the first way.</param>
    /// <param name="right">The state, if it was the second way.</param>
    /// <returns>Whether it was the first way.</returns>
    public bool IsLeft(
        out Session<TLeft, TLoops, TTransport> left, out Session<TRight, TLoops, TTransport> right)
    {
        left = _left;
        right = _right;
        return Branch == Branch.Left;
    }

    /// <summary>Goes the way that was chosen, by one of two functions, so that no state of the other way is ever at
    /// hand. Asynchronous functions make it a task.</summary>
    /// <typeparam name="TResult">What both give.</typeparam>
    /// <param name="left">Goes the first way.</param>
    /// <param name="right">Goes the second way.</param>
    public TResult Match<TResult>(
        Func<Session<TLeft, TLoops, TTransport>, TResult> left,
        Func<Session<TRight, TLoops, TTransport>, TResult> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Branch switch
        {
            Branch.Left => left(_left),
            Branch.Right => right(_right),
            _ => throw new SessionException("This is a default value: nothing was offered."),
        };
    }
}
