namespace Enso.Tests.InKernel;

/// <summary>Marks a static method as a test that runs inside the booted kernel. The build finds it: there is no list to
/// keep.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelTestAttribute : Attribute;
