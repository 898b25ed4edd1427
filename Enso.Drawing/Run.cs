namespace Enso.Drawing;

/// <summary>Places that a claim gave beside one another.</summary>
/// <param name="Place">The first, counted from the beginning of the ring's first image.</param>
/// <param name="Length">How many.</param>
/// <param name="Name">What it is called.</param>
internal sealed record Run(int Place, int Length, string Name);
