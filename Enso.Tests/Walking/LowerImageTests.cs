using System.Reflection;
using System.Runtime;
using Enso.Build.Walking;

namespace Enso.Tests.Walking;

/// <summary>The images that the build made hold to the lower dialect, in what the compiler and the linker
/// made of it.</summary>
[TestFixture]
public sealed class LowerImageTests
{
    /// <summary>The tests have an interrupt handler of their own.</summary>
    private static readonly NamedReason s_testHandler =
        new("Enso.Tests.InKernel.Tests.MachineTests.OnTest", "writes two integers; walked like lower code");

    [TestCase(LinkedImages.Kernel)]
    [TestCase(LinkedImages.TestKernel)]
    public void No_lower_code_reaches_an_allocation_a_throw_or_a_static_constructor(string name)
    {
        ImageCode image = LinkedImages.Read(name);
        WalkResult result = Walk.Run(image, Rules(LowerWalk.Everywhere, name));
        Assert.That(result.Problems, Is.Empty, LinkedImages.Describe(image, result));
        Assert.That(result.Unused, Is.Empty, "the list allows what is not there: take it off");
    }

    [TestCase(LinkedImages.Kernel)]
    [TestCase(LinkedImages.TestKernel)]
    public void No_interrupt_gives_up_its_core_or_turns_interrupts_on(string name)
    {
        ImageCode image = LinkedImages.Read(name);
        WalkResult result = Walk.Run(image, Rules(LowerWalk.Interrupts, name));
        Assert.That(result.Problems, Is.Empty, LinkedImages.Describe(image, result));
        string[] reached = [.. result.Reached.Select(f => f.Name)];
        Assert.That(reached, Does.Contain("Enso.Machine.Console.Input.OnSerial"), "handlers are found");
        Assert.That(reached, Does.Contain("Enso.Machine.Threads.Timers.Expired"));
        Assert.That(reached, Does.Contain("Enso.Machine.Diagnostics.Panic.Begin"));
    }

    [Test]
    public void The_walk_starts_at_every_plug_and_reads_all_lower_code()
    {
        ImageCode image = LinkedImages.Read(LinkedImages.Kernel);
        HashSet<CodeFunction> reached = [.. Walk.Run(image, LowerWalk.Everywhere).Reached];
        string[] plugs = [.. typeof(Enso.Machine.Cpu.Core).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(m => m.GetCustomAttribute<RuntimeExportAttribute>()?.EntryPoint).OfType<string>()];
        int present = 0;
        foreach (string plug in plugs)
        {
            // The linker drops those that nothing in the runtime's archives asks for.
            CodeFunction? function = image.Named(plug).SingleOrDefault();
            if (function is not null)
            {
                Assert.That(function.IsEntry, plug);
                Assert.That(reached, Does.Contain(function), plug);
                present++;
            }
        }
        Assert.That(present, Is.GreaterThan(plugs.Length / 2));
        Assert.That(reached.Count(f => f.IsManaged), Is.GreaterThan(600));
        Assert.That(reached.Count(f => !f.IsManaged), Is.InRange(40, 100), "assembly");
        Assert.That(image.Functions.Where(f => f.Name.StartsWith("Enso.Machine.", StringComparison.Ordinal)),
            Is.SubsetOf(reached));
    }

    [Test]
    public void The_same_walk_of_upper_code_finds_all_that_is_forbidden_below()
    {
        ImageCode image = LinkedImages.Read(LinkedImages.Kernel);
        WalkRules rules = LowerWalk.Everywhere with
        {
            FromAllLower = false, Roots = ["Enso.Kernel.Program.Main"], Foreign = [new("*", "upper code")],
        };
        string[] found = [.. Walk.Run(image, rules).Problems.Select(p => p.What)];
        foreach (string what in (string[])
            [
                "allocates", "throws", "static constructor has run", "collector mode", "finds a method at run time",
                "an object's type", "stores an object reference", "statics of managed type",
                "known only at run time",
            ])
        {
            Assert.That(found, Has.Some.Contains(what));
        }
    }

    private static WalkRules Rules(WalkRules rules, string name) =>
        name == LinkedImages.TestKernel ? rules with { Foreign = [.. rules.Foreign, s_testHandler] } : rules;
}
