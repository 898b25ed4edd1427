namespace Enso.Drawing;

/// <summary>The colours. Each picture has a light ground of its own, so that it is as legible on a dark page.</summary>
internal static class Palette
{
    public const string Ground = "#fdfcf8";
    public const string Panel = "#ffffff";
    public const string Edge = "#d9d4c7";
    public const string Ink = "#22272e";
    public const string Quiet = "#6b7280";
    public const string Line = "#8a8577";

    public const string Waiting = "#ffe98a";
    public const string Claimed = "#ffb86b";
    public const string Finished = "#c9e59a";
    public const string Retained = "#cfe3f7";
    public const string Read = "#ecebe6";
    public const string Empty = "#ffffff";

    public const string Writer = "#c2410c";
    public const string Dead = "#9ca3af";

    private static readonly string[] s_readers = ["#1d4ed8", "#0f766e", "#7e22ce", "#be185d", "#4d7c0f"];

    /// <summary>A reader's colour.</summary>
    /// <param name="index">Its index among the readers, from 0.</param>
    public static string Reader(int index) => s_readers[index % s_readers.Length];
}
