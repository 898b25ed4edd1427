/// <summary>Where messages come from: half of the streams have a high priority, and names in capitals.</summary>
internal static class Streams
{
    private static readonly string[] s_names =
        ["ALFA", "BRAVO", "CHARLIE", "DELTA", "echo", "foxtrot", "golf", "hotel"];

    /// <summary>How many there are.</summary>
    public static int Count => s_names.Length;

    /// <summary>What a stream is called.</summary>
    /// <param name="stream">The stream.</param>
    public static string NameOf(int stream) => s_names[stream];

    /// <summary>A stream's priority: 0 is the high one.</summary>
    /// <param name="stream">The stream.</param>
    public static int PriorityOf(int stream) => stream < s_names.Length / 2 ? 0 : 1;

    /// <summary>The message that comes in at a place: the streams take turns.</summary>
    /// <param name="index">The place, from 0.</param>
    public static Order At(int index) => new(index % s_names.Length, index / s_names.Length);
}
