namespace Enso.Tool.Terminal;

/// <summary>What a shell says about its dialogue, by OSC 133 ("semantic prompt") escapes.</summary>
public enum PromptMarkKind
{
    /// <summary>A: a prompt starts.</summary>
    PromptStart,

    /// <summary>B: the prompt has ended, and input is expected.</summary>
    InputStart,

    /// <summary>C: the command's output starts.</summary>
    OutputStart,

    /// <summary>D: the command has finished.</summary>
    Finished,
}
