namespace Enso.Tool.Commands;

/// <summary>An option that can say what its value may be.</summary>
public interface IValueOption
{
    /// <summary>What its value may be, in words that follow "give".</summary>
    string ValidValues { get; }
}
