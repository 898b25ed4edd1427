using System.Diagnostics.CodeAnalysis;
using Enso.Queues;

namespace Enso.Tests.Queues.Streams;

/// <summary>Messages from a number up to another, which is not one of them.</summary>
internal readonly struct CountTo(int end) : IUnfold<int, int>
{
    public bool TryStep(ref int state, [MaybeNullWhen(false)] out int message)
    {
        message = state;
        if (state >= end)
        {
            return false;
        }
        state++;
        return true;
    }
}

/// <summary>All numbers from one on, round at the end.</summary>
internal readonly struct Count : IEndlessUnfold<int, int>
{
    public int Step(ref int state) => unchecked(state++);
}

internal readonly struct Add : IBinaryFunction<long, int, long>
{
    public long Invoke(long first, int second) => first + second;
}

internal readonly struct AddPair : IBinaryFunction<long, (int Left, int Right), long>
{
    public long Invoke(long first, (int Left, int Right) second) => first + ((long)second.Left * second.Right);
}

internal readonly struct AddWindow : IBinaryFunction<long, MessageList<int>, long>
{
    public long Invoke(long first, MessageList<int> second) => second.Fold(first, default(Add));
}

internal readonly struct Square : IFunction<int, int>
{
    public int Invoke(int argument) => unchecked(argument * argument);
}

internal readonly struct IsMultipleOf(int divisor) : IFunction<int, bool>
{
    public bool Invoke(int argument) => argument % divisor == 0;
}

/// <summary>At a number, counts on from a hundred times it.</summary>
internal readonly struct HundredfoldAt(int number) : ISwitch<int, EndlessUnfoldMachine<int, int, Count>>
{
    public bool TrySwitch(int message, out Stream<int, EndlessUnfoldMachine<int, int, Count>> next)
    {
        next = Enso.Queues.Streams.UnfoldEndless<int, int, Count>(message * 100, default);
        return message == number;
    }
}
