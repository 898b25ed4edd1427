namespace Enso.Tests.InKernel.Soak;

/// <summary>A message that is handed on where it lies.</summary>
internal sealed class SoakBox
{
    public SoakMessage Message;
}
