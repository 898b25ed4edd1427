namespace Enso.Machine.Console;

/// <summary>Room for the cells of the largest screen, row after row.</summary>
internal unsafe struct ScreenGrid
{
    /// <summary>The most columns: 1920 pixels.</summary>
    public const int MaximumColumns = 240;

    /// <summary>The most rows: 1088 pixels, so that 1080 loses none.</summary>
    public const int MaximumRows = 68;

    /// <summary>The cells, as <see cref="ScreenCell.Bits"/>.</summary>
    public fixed uint Cells[MaximumColumns * MaximumRows];
}
