namespace Enso.Scheduler;

/// <summary>Which tasks of a core are whose children, by the numbers of their places: references would cost the collector's
/// write barrier at each start and end of a task.</summary>
/// <param name="capacity">How many places there are.</param>
internal sealed class TaskTree(int capacity)
{
    /// <summary>No task.</summary>
    public const int None = -1;

    private readonly Links[] _links = Unlinked(capacity);

    /// <summary>The task that waits for a task to end; <see cref="None"/> for the root.</summary>
    /// <param name="task">The task.</param>
    public int ParentOf(int task) => _links[task].Parent;

    /// <summary>A task's child that was started first.</summary>
    /// <param name="task">The task.</param>
    public int FirstChildOf(int task) => _links[task].First;

    /// <summary>The sibling that was started after a task.</summary>
    /// <param name="task">The task.</param>
    public int NextOf(int task) => _links[task].Next;

    /// <summary>What comes after a task where parents come before their children: a walk that needs no stack, however deep the
    /// tree is.</summary>
    /// <param name="task">The task.</param>
    /// <param name="top">The task whose descendants are walked through.</param>
    /// <param name="depth">How deep the task is, changed to how deep the next one is.</param>
    /// <param name="skipsBelow">Whether those below the task are left out.</param>
    /// <returns>The next one; <see cref="None"/> when there is no more.</returns>
    public int After(int task, int top, ref int depth, bool skipsBelow = false)
    {
        if (!skipsBelow && _links[task].First != None)
        {
            depth++;
            return _links[task].First;
        }

        while (task != top && _links[task].Next == None)
        {
            task = _links[task].Parent;
            depth--;
        }

        return task == top ? None : _links[task].Next;
    }

    /// <summary>Puts a task behind the other children of another.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="child">The task, which has no parent and no children.</param>
    public void Append(int parent, int child)
    {
        Links[] links = _links;
        ref Links above = ref links[parent];
        ref Links self = ref links[child];
        int last = above.Last;
        self.Parent = parent;
        self.Previous = last;
        above.Last = child;
        if (last == None)
        {
            above.First = child;
        }
        else
        {
            links[last].Next = child;
        }
    }

    /// <summary>Takes a task from its parent's children.</summary>
    /// <param name="child">The task, which has a parent.</param>
    public void Unlink(int child)
    {
        Links[] links = _links;
        ref Links self = ref links[child];
        ref Links above = ref links[self.Parent];
        if (self.Previous == None)
        {
            above.First = self.Next;
        }
        else
        {
            links[self.Previous].Next = self.Next;
        }

        if (self.Next == None)
        {
            above.Last = self.Previous;
        }
        else
        {
            links[self.Next].Previous = self.Previous;
        }

        self.Parent = None;
        self.Previous = None;
        self.Next = None;
    }

    private static Links[] Unlinked(int capacity)
    {
        Links[] links = new Links[capacity];
        Array.Fill(links, new Links { Parent = None, First = None, Last = None, Previous = None, Next = None });
        return links;
    }

    private struct Links
    {
        public int Parent;
        public int First;
        public int Last;
        public int Previous;
        public int Next;
    }
}
