namespace Enso.Machine.Console;

/// <summary>Where typed bytes come from.</summary>
internal enum InputSource
{
    /// <summary>Nothing was typed yet.</summary>
    None,

    /// <summary>The terminal at the other end of the serial line.</summary>
    Serial,

    /// <summary>The keyboard in front of the screen.</summary>
    Keyboard,
}
