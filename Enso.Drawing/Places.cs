using Enso.Queues;

namespace Enso.Drawing;

/// <summary>What the places of a queue hold, told from where its cursors stand.</summary>
internal static class Places
{
    /// <summary>The state of a sequence's place.</summary>
    /// <param name="view">The queue.</param>
    /// <param name="sequence">The sequence.</param>
    public static PlaceState StateOf(QueueView view, long sequence) =>
        sequence < 0 || sequence >= Top(view) ? PlaceState.Empty
        : view.Claimed.Contains(sequence) ? PlaceState.Claimed
        : sequence >= view.Published ? PlaceState.Finished
        : sequence >= view.Oldest ? PlaceState.Waiting
        // What a ring held when it grew is not known any more.
        : !view.IsFixed ? PlaceState.Empty
        : sequence >= view.Writer.Sequence - view.Retained ? PlaceState.Retained
        : PlaceState.Read;

    /// <summary>The newest sequence that a place of a ring holds, or less than 0.</summary>
    /// <param name="view">The queue.</param>
    /// <param name="place">The place, from 0.</param>
    public static long SequenceAt(QueueView view, int place)
    {
        long newest = Top(view) - 1;
        long sequence = newest - ((newest - place) & (view.Capacity - 1));
        return StateOf(view, sequence) == PlaceState.Empty ? -1 : sequence;
    }

    public static string Fill(PlaceState state) => state switch
    {
        PlaceState.Read => Palette.Read,
        PlaceState.Retained => Palette.Retained,
        PlaceState.Waiting => Palette.Waiting,
        PlaceState.Claimed => Palette.Claimed,
        PlaceState.Finished => Palette.Finished,
        _ => Palette.Empty,
    };

    public static string Ink(PlaceState state) => state == PlaceState.Read ? Palette.Line : Palette.Ink;

    public static string Describe(PlaceState state) => state switch
    {
        PlaceState.Read => "read by all",
        PlaceState.Retained => "read by all, retained",
        PlaceState.Waiting => "to be read",
        PlaceState.Claimed => "claimed, not finished",
        PlaceState.Finished => "finished, behind a gap",
        _ => "empty",
    };

    // The first sequence that nobody has taken.
    private static long Top(QueueView view) =>
        Math.Max(view.Writer.Sequence, view.Claimed.Count == 0 ? 0 : view.Claimed[^1] + 1);
}
