using System.Collections.Generic;
using System.Linq;

namespace Enso.Queues.Analyzers;

/// <summary>One walk over a range of blocks: a method, or a finally block on one way through it.</summary>
internal sealed class Run(int first, int last, Run? parent)
{
    private readonly SortedDictionary<int, FlowState> _states = [];
    private readonly SortedSet<int> _pending = [];

    /// <summary>What is known at the end of the finally block; null if that is not reached.</summary>
    public FlowState? Result { get; private set; }

    /// <summary>The blocks that are reached.</summary>
    public int[] Reached => [.. _states.Keys];

    /// <summary>What is known at a block's beginning.</summary>
    public FlowState StateOf(int block) => _states[block];

    /// <summary>Adds a way into a block, of this run or of one around it.</summary>
    public void Enter(int block, FlowState state)
    {
        if (block < first || block > last)
        {
            parent?.Enter(block, state);
            return;
        }
        FlowState joined = _states.TryGetValue(block, out FlowState before) ? before.Join(state) : state;
        if (before == null || !joined.SameAs(before))
        {
            _states[block] = joined;
            _pending.Add(block);
        }
    }

    /// <summary>Adds a way to the end of the finally block.</summary>
    public void Finish(FlowState state) => Result = state.Join(Result);

    /// <summary>Takes the next block whose beginning has changed.</summary>
    public bool TryTake(out int block)
    {
        block = _pending.FirstOrDefault();
        return _pending.Remove(block);
    }
}
