using Enso.Build.Walking;
using static Enso.Tests.Walking.WalkFixture;

namespace Enso.Tests.Walking;

/// <summary>The walk of an image finds what is planted in it, and nothing else.</summary>
[TestFixture]
public sealed class WalkTests
{
    private static readonly string s_allocator = Native("RhpNewFast", "ret");

    /// <summary>Ways from one lower method to another.</summary>
    private static readonly string[][] s_steps =
    [
        ["call @G", "ret"],
        ["jmp @G"],
        ["je @G", "ret"],
        ["lea rax, @G[rip]", "ret"],
        ["lea rdi, [rip + @G]", "ret"],
        ["call [rip + cell]", "ret"],
        ["jmp [rip + cell]"],
    ];

    private static WalkRules FromF => Strict with { FromAllLower = false, Roots = ["Enso.Machine.Planted.F"] };

    [Test]
    public void A_planted_allocation_is_shown_with_the_whole_way_to_it()
    {
        ImageCode image = Image(
            Plug("Start", "malloc", "line 10", "nop", "line 11", "call @First", "ret"),
            Method("First", "line 20", "nop", "line 22", "call @Second", "line 23", "ret"),
            Method("Second", "line 30", "xor eax, eax", "call RhpNewFast", "ret"),
            s_allocator);
        WalkProblem problem = Walk.Run(image, Strict).Problems.Single();
        Assert.That(problem.Describe(image), Is.EqualTo("""
            Enso.Machine.Planted.Start at Enso.Machine/Planted.cs:11
              -> Enso.Machine.Planted.First at Enso.Machine/Planted.cs:22
              -> Enso.Machine.Planted.Second at Enso.Machine/Planted.cs:30
              -> RhpNewFast, which allocates
            """));
    }

    [TestCaseSource(nameof(s_steps))]
    public void Every_way_from_one_function_to_another_is_followed(params string[] instructions)
    {
        ImageCode image = Image(
            Method("F", instructions), Method("G", "call RhpNewFast", "ret"), s_allocator, Data("cell: .quad @G"));
        Assert.That(Ways(image, FromF), Is.EqualTo(["F > G > RhpNewFast, which allocates"]));
    }

    [TestCase("RhpNewArray", "allocates")]
    [TestCase("RhpThrowEx", "throws")]
    [TestCase("RhpRethrow", "throws")]
    [TestCase("S_P_CoreLib_Internal_Runtime_CompilerHelpers_ThrowHelpers__ThrowIndexOutOfRangeException", "throws")]
    [TestCase("S_P_CoreLib_System_ThrowHelper__ThrowArgumentOutOfRangeException", "throws")]
    [TestCase("__GetNonGCStaticBase_S_P_CoreLib_System_Number", "checks whether a static constructor has run")]
    [TestCase("__GetGCStaticBase_Enso_Machine_Log", "checks whether a static constructor has run")]
    [TestCase("S_P_CoreLib_System_Runtime_CompilerServices_ClassConstructorRunner__EnsureClassConstructorRun",
        "checks whether a static constructor has run")]
    [TestCase("RhpPInvoke", "changes or looks at the thread's collector mode")]
    [TestCase("RhpReversePInvoke", "changes or looks at the thread's collector mode")]
    [TestCase("RhpGcPoll", "changes or looks at the thread's collector mode")]
    [TestCase("RhpInitialDynamicInterfaceDispatch", "finds a method at run time")]
    [TestCase("S_P_CoreLib_System_Runtime_TypeCast__CheckCastClass", "looks at an object's type")]
    [TestCase("RhpCheckedAssignRef", "stores an object reference")]
    public void What_a_helper_of_the_runtime_does_is_said(string helper, string what)
    {
        ImageCode image = Image(Method("F", $"call {helper}", "ret"), Native(helper, "ret"));
        Assert.That(Walk.Run(image, Strict).Problems.Single().What, Does.EndWith($", which {what}"));
    }

    [TestCase("__GCSTATICSEnso_Machine_Log", "holds statics of managed type")]
    [TestCase("__NONGCSTATICSS_P_CoreLib_System_Number", "holds statics of the class library")]
    [TestCase("__InterfaceDispatchCell_IDisposable", "is the target of an interface call, found at run time")]
    public void What_is_touched_besides_code_is_looked_at_too(string data, string what)
    {
        ImageCode image = Image(
            Method("F", $"mov rax, [rip + {data} + 8]", "ret"), Data("before: .quad 0", $"{data}: .quad 0, 0"));
        Assert.That(Ways(image, Strict), Is.EqualTo([$"F > {data}, which {what}"]));
    }

    [Test]
    public void Statics_of_lower_code_may_be_touched() => Assert.That(
        Ways(Image(
            Method("F", "mov rax, [rip + __NONGCSTATICSEnso_Machine_Log]", "ret"),
            Data("__NONGCSTATICSEnso_Machine_Log: .quad 0")), Strict),
        Is.Empty);

    [Test]
    public void A_label_inside_a_function_is_known_by_its_own_name()
    {
        ImageCode image = Image(
            Method("F", "call RhpAssignRef", "ret"), Native("HelperOfMany", "nop", "RhpAssignRef:", "ret"));
        Assert.That(Ways(image, Strict),
            Is.EqualTo(["F > RhpAssignRef in HelperOfMany, which stores an object reference"]));
    }

    [Test]
    public void A_function_that_nobody_vouches_for_is_a_problem_whatever_it_does()
    {
        ImageCode image = Image(Method("F", "call Unheard", "ret"), Native("Unheard", "ret"));
        Assert.That(Ways(image, Strict),
            Is.EqualTo(["F > Unheard, which is neither lower code nor listed as harmless"]));
    }

    [Test]
    public void A_function_that_is_vouched_for_is_walked_and_a_boundary_is_not()
    {
        ImageCode image = Image(
            Method("F", "call Pure", "ret"), Native("Pure", "call RhpNewFast", "ret"), s_allocator);
        Assert.That(Ways(image, Strict with { Foreign = [new("Pure", "")] }),
            Is.EqualTo(["F > Pure > RhpNewFast, which allocates"]));
        Assert.That(Ways(image, Strict with { Boundaries = [new("Pure", "")] }), Is.Empty);
    }

    [Test]
    public void An_allowance_that_is_not_needed_is_reported()
    {
        ImageCode image = Image(Method("F", "call Pure", "call [rax]", "ret"), Native("Pure", "ret"));
        WalkRules rules = Strict with
        {
            Boundaries = [new("main", "")],
            Foreign = [new("Pure", ""), new("Gone", "")],
            Indirect = [new("Enso.Machine.Planted.*", ""), new("enso_thread_entry", "")],
            Bounded = [],
        };
        Assert.That(Walk.Run(image, rules).Unused, Is.EqualTo(["main", "Gone", "enso_thread_entry"]));
    }

    [TestCase("call rax")]
    [TestCase("call [rax + 8]")]
    [TestCase("jmp rax")]
    [TestCase("call [rip + cell]")]
    public void A_call_that_leads_nobody_knows_where_must_be_listed(string instruction)
    {
        ImageCode image = Image(Method("F", instruction, "ret"), Data("cell: .quad 0"));
        Assert.That(Ways(image, Strict), Is.EqualTo(["F > a function that is known only at run time"]));
        Assert.That(Ways(image, Strict with { Indirect = [new("Enso.Machine.Planted.F", "")] }), Is.Empty);
    }

    [Test]
    public void A_switch_stays_inside_its_function() => Assert.That(
        Ways(Image(Method("F", "lea rcx, @F[rip]", "mov eax, [rdx + rax * 4]", "add rax, rcx", "jmp rax", "ret")),
            Strict),
        Is.Empty);

    [Test]
    public void Whatever_is_given_to_a_setter_anywhere_is_what_its_pointer_leads_to()
    {
        WalkRules rules = FromF with { Set = [new("Enso.Machine.Planted.F", "Enso.Machine.Planted.SetHandler")] };
        ImageCode image = Image(
            Method("F", "call [rax]", "ret"),
            Method("SetHandler", "ret"),
            Method("Handler", "call RhpNewFast", "ret"),
            Native("Upper", "lea rsi, @Handler[rip]", "mov edi, 48", "call @SetHandler", "ret"),
            s_allocator);
        Assert.That(Ways(image, rules), Is.EqualTo(["F > Handler > RhpNewFast, which allocates"]));

        ImageCode unclear = Image(
            Method("F", "call [rax]", "ret"),
            Method("SetHandler", "ret"),
            Native("Upper", "lea rsi, @F[rip]", "mov rsi, [rdi]", "call @SetHandler", "ret"));
        Assert.That(Ways(unclear, rules).Single(), Does.Contain("cannot be told from the instructions"));
    }

    [TestCase("mov edx, 2048", "")]
    [TestCase("mov edx, 2049", "RhSpanHelpers_MemCopy with 2049 bytes; beyond 2048 it ")]
    [TestCase("mov edx, 8\nadd edx, ecx", "RhSpanHelpers_MemCopy with a size that is not constant")]
    [TestCase("mov edx, 8\n1: dec ecx\njnz 1b", "RhSpanHelpers_MemCopy with a size that is not constant")]
    [TestCase("mov edx, 8\ncall @G", "RhSpanHelpers_MemCopy with a size that is not constant")]
    public void A_copy_by_the_runtime_may_be_small_and_constant(string instructions, string problem)
    {
        ImageCode image = Image(
            Method("F", instructions, "call RhSpanHelpers_MemCopy", "ret"),
            Method("G", "ret"),
            Native("RhSpanHelpers_MemCopy", "ret"));
        Assert.That(Ways(image, Strict), problem == "" ? Is.Empty : Has.One.StartsWith($"F > {problem}"));
    }

    [Test]
    public void Assembly_that_runs_into_the_next_label_is_followed()
    {
        ImageCode image = Image(
            Method("F", "call enso_first", "ret"),
            ".text\nenso_first: nop\n.balign 16\nenso_second: call RhpNewFast\nret\n",
            s_allocator);
        Assert.That(Ways(image, FromF), Is.EqualTo(["F > enso_first > enso_second > RhpNewFast, which allocates"]));
    }

    [Test]
    public void Bytes_that_are_no_instruction_are_a_problem() => Assert.That(
        Ways(Image(Method("F", ".byte 0x06", "ret")), Strict), Is.EqualTo(["F > bytes that are no instruction"]));

    [Test]
    public void The_way_shown_is_a_shortest_one_and_starts_at_an_entry()
    {
        ImageCode image = Image(
            Method("Detour", "call @G", "ret"),
            Plug("Entry", "malloc", "call @Detour", "call @G", "ret"),
            Method("G", "call RhpNewFast", "call RhpNewFast", "ret"),
            s_allocator);
        Assert.That(Ways(image, Strict), Is.EqualTo(["Entry > G > RhpNewFast, which allocates"]));
    }

    [Test]
    public void Code_that_is_not_lower_may_do_what_it_likes()
    {
        ImageCode image = Image(
            Method("F", "ret"), Native("Upper", "call RhpNewFast", "call @F", "ret"), s_allocator);
        Assert.That(Ways(image, Strict), Is.Empty);
    }

    [Test]
    public void A_walk_that_would_start_nowhere_is_refused()
    {
        ImageCode image = Image(Native("Upper", "ret"));
        Assert.That(() => Walk.Run(image, Strict), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => Walk.Run(image, FromF),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("Enso.Machine.Planted.F"));
    }

    [Test]
    public void An_interrupt_that_gives_up_the_core_is_found()
    {
        ImageCode image = Image(
            Plug("Dispatch", "enso_interrupt", "call @Handler", "ret"),
            Method("Handler", "call @Wait", "ret"),
            Method("Wait", "call enso_switch", "ret"),
            Native("enso_switch", "ret"));
        Assert.That(Ways(image, LowerWalk.Interrupts),
            Is.EqualTo(["Dispatch > Handler > Wait > enso_switch, which gives up the core"]));
        Assert.That(Ways(image, LowerWalk.Everywhere), Is.Empty);
    }
}
