namespace Enso.Tool.Emulation;

/// <summary>The emulator could not be started, ended when it should not have, or refused a command.</summary>
public sealed class EmulatorException : Exception
{
    /// <summary>Makes one.</summary>
    public EmulatorException()
    {
    }

    /// <summary>Makes one that says what happened.</summary>
    /// <param name="message">What happened.</param>
    public EmulatorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what happened, and why.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public EmulatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
