namespace Enso.Tool.Terminal;

/// <summary>What a piece of a terminal's output is (ECMA-48).</summary>
public enum TerminalTokenKind
{
    /// <summary>Characters to show.</summary>
    Text,

    /// <summary>ESC ] payload, ended by BEL or ESC \.</summary>
    OperatingSystemCommand,

    /// <summary>ESC [ parameters final: colours, cursor movement.</summary>
    ControlSequence,

    /// <summary>Any other escape sequence.</summary>
    Escape,
}
