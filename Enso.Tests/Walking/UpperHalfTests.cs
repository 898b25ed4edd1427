using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Enso.Tests.Walking;

/// <summary>Interrupts are off only while lower code runs: upper code neither turns them off nor takes a lock
/// that does, and lower code reaches no upper code (<see cref="LowerImageTests"/>).</summary>
[TestFixture]
public sealed class UpperHalfTests
{
    /// <summary>The methods of Enso.Machine that return with interrupts off, or that want them off.</summary>
    private static readonly (string Type, string Method)[] s_interruptsOff =
    [
        ("Instructions", "DisableInterrupts"),
        ("SpinLock", "Acquire"), ("SpinLock", "AcquireWithInterruptsOff"),
        ("SpinLock", "TryAcquireWithInterruptsOff"),
        ("FaultLock", "Acquire"), ("FaultLock", "AcquireWithInterruptsOff"),
    ];

    [Test]
    public void The_kernels_upper_half_never_turns_interrupts_off() => Assert.That(
        Uses(typeof(Enso.Kernel.Kernel).Assembly), Is.Empty);

    [Test]
    public void Code_that_does_is_recognised() => Assert.That(
        Uses(typeof(Enso.Tests.InKernel.Check).Assembly), Does.Contain("Instructions.DisableInterrupts"),
        "a kernel test hangs a core on purpose");

    [Test]
    public void The_methods_looked_for_exist()
    {
        foreach ((string type, string method) in s_interruptsOff)
        {
            Assert.That(
                typeof(Enso.Machine.Cpu.Core).Assembly.GetTypes().Single(t => t.Name == type)
                    .GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public)
                    .Select(m => m.Name),
                Does.Contain(method));
        }
    }

    private static List<string> Uses(Assembly assembly)
    {
        using PEReader file = new(File.OpenRead(assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> uses = [];
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                (string, string) name = (metadata.GetString(type.Name), metadata.GetString(member.Name));
                if (metadata.GetString(type.Namespace).StartsWith("Enso.Machine", StringComparison.Ordinal)
                    && s_interruptsOff.Contains(name))
                {
                    uses.Add($"{name.Item1}.{name.Item2}");
                }
            }
        }
        return uses;
    }
}
