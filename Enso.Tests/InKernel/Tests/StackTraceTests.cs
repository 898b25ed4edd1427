using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;

namespace Enso.Tests.InKernel.Tests;

/// <summary>.NET's stack traces name methods, files and lines. Methods are kept from being inlined where their frame is
/// looked at, and a line is told by <see cref="Here"/> in the line itself or beside it.</summary>
internal static class StackTraceTests
{
    private const string File = "Enso.Tests/InKernel/Tests/StackTraceTests.cs";

    private sealed class Holder
    {
        public int Value;
    }

    private static int Here([CallerLineNumber] int line = 0) => line;

    /// <summary>The frames of a trace, in order, of methods whose name holds a text: each as METHOD:LINE.</summary>
    private static string Frames(string trace, params string[] methods)
    {
        List<string> found = [];
        foreach (Match match in Regex.Matches(trace, @"(?m)^   at (\S+?)\(.*\) in (\S+):line (\d+)\r?$"))
        {
            string method = match.Groups[1].Value;
            if (Array.Find(methods, method.EndsWith) is string name)
            {
                Check.Equal(File, match.Groups[2].Value);
                found.Add($"{name}:{match.Groups[3].Value}");
            }
        }
        return string.Join(' ', found);
    }

    [KernelTest]
    internal static void An_exception_names_method_parameters_file_and_line_as_dotnet_does()
    {
        int line = Here() + 1;
        Exception e = Check.Throws<InvalidOperationException>(() => Fail(3, "text", [1, 2]));
        string[] frames = e.StackTrace!.Split('\n');
        Check.Equal($"   at {typeof(StackTraceTests).FullName}.Fail(Int32, String, List`1) in {File}:line {s_failLine}",
            frames[0].TrimEnd());
        Check.That(e.StackTrace!.Contains($"An_exception_names_method_parameters_file_and_line_as_dotnet_does>b__"
            , StringComparison.Ordinal), e.StackTrace);
        Check.That(e.StackTrace!.Contains($"in {File}:line {line}", StringComparison.Ordinal), e.StackTrace);
        Check.That(e.ToString().Contains($":line {line}", StringComparison.Ordinal));
    }

    private static int s_failLine;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(int number, string text, List<int> list)
    {
        s_failLine = Here() + 1;
        throw new InvalidOperationException($"{number}{text}{list.Count}");
    }

    [KernelTest]
    internal static void A_caller_is_shown_at_the_line_of_its_call()
    {
        string trace = Check.Throws<InvalidOperationException>(() => Outermost()).StackTrace!;
        Check.Equal($"Innermost:{s_lines[0]} Middle:{s_lines[1]} Outermost:{s_lines[2]}",
            Frames(trace, "Innermost", "Middle", "Outermost"));
    }

    private static readonly int[] s_lines = new int[3];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Outermost()
    {
        s_lines[2] = Here() + 1;
        int result = Middle();
        // The return address is the first instruction of this statement.
        s_lines[0] = 0;
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Middle()
    {
        s_lines[1] = Here() + 2;
        // Nothing follows the call: the compiler knows that it does not return.
        Innermost();
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Innermost()
    {
        s_lines[0] = Here() + 1;
        throw new InvalidOperationException();
    }

    [KernelTest]
    internal static void A_null_reference_is_shown_at_its_own_line_even_right_after_a_call()
    {
        string trace = Check.Throws<NullReferenceException>(() => Dereference(null!)).StackTrace!;
        Check.Equal($"Dereference:{s_faultLine}", Frames(trace, "Dereference"));
    }

    private static int s_faultLine;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Dereference(Holder nothing)
    {
        s_faultLine = Here() + 3;
        // Where this call returns to is the very instruction that faults.
        Prepare();
        nothing.Value = 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Prepare() => s_lines[0] = 0;

    [KernelTest]
    internal static void A_division_by_zero_is_shown_at_its_own_line()
    {
        string trace = Check.Throws<DivideByZeroException>(() => Divide(7, s_zero)).StackTrace!;
        Check.Equal($"Divide:{s_faultLine}", Frames(trace, "Divide"));
    }

    private static readonly int s_zero = Environment.ProcessorCount > 0 ? 0 : 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int dividend, int divisor)
    {
        s_faultLine = Here() + 2;
        int sum = dividend + divisor;
        int quotient = dividend / divisor;
        return quotient + sum;
    }

    [KernelTest]
    internal static void Rethrowing_keeps_the_frames_and_throwing_anew_forgets_them()
    {
        string kept = Check.Throws<InvalidOperationException>(() => Rethrow(false)).StackTrace!;
        Check.Equal($"Innermost:{s_lines[0]}", Frames(kept, "Innermost"));
        Check.That(kept.Contains("StackTraceTests.Rethrow(", StringComparison.Ordinal), kept);
        string anew = Check.Throws<InvalidOperationException>(() => Rethrow(true)).StackTrace!;
        Check.Equal("", Frames(anew, "Innermost"));
        Check.Equal($"Rethrow:{s_faultLine}", Frames(anew, "Rethrow"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rethrow(bool anew)
    {
        try
        {
            Innermost();
        }
        catch (InvalidOperationException e)
        {
            if (anew)
            {
                s_faultLine = Here() + 2;
#pragma warning disable CA2200 // what it does is the test
                throw e;
#pragma warning restore CA2200
            }
            throw;
        }
    }

    [KernelTest]
    internal static void A_captured_exception_shows_where_it_was_thrown_first_and_then_again()
    {
        ExceptionDispatchInfo? captured = null;
        try
        {
            Innermost();
        }
        catch (InvalidOperationException e)
        {
            captured = ExceptionDispatchInfo.Capture(e);
        }
        string trace = Check.Throws<InvalidOperationException>(() => Throw(captured!)).StackTrace!;
        int first = trace.IndexOf("Innermost", StringComparison.Ordinal);
        int mark = trace.IndexOf("--- End of stack trace from previous location ---", StringComparison.Ordinal);
        int second = trace.IndexOf("StackTraceTests.Throw(", StringComparison.Ordinal);
        Check.That(first >= 0 && first < mark && mark < second, trace);
        Check.Equal($"Innermost:{s_lines[0]} Throw:{s_faultLine}", Frames(trace, "Innermost", "StackTraceTests.Throw")
            .Replace("StackTraceTests.", ""));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(ExceptionDispatchInfo captured)
    {
        s_faultLine = Here() + 1;
        captured.Throw();
    }

    [KernelTest]
    internal static void The_environments_stack_trace_begins_with_its_caller_and_has_lines()
    {
        string trace = Current();
        string[] frames = trace.Split('\n');
        Check.That(frames[0].Contains("System.Environment.get_StackTrace", StringComparison.Ordinal), trace);
        Check.Equal($"   at {typeof(StackTraceTests).FullName}.Current() in {File}:line {s_faultLine}", frames[1].TrimEnd());
        Check.That(trace.Contains("Enso.Tests.InKernel.TestKernel.Main()", StringComparison.Ordinal), trace);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Current()
    {
        s_faultLine = Here() + 1;
        string trace = Environment.StackTrace;
        s_lines[0] = trace.Length;
        return trace;
    }

    [KernelTest]
    internal static void Frames_give_method_file_and_line_one_by_one()
    {
        StackTrace trace = Collect(true);
        StackFrame frame = trace.GetFrame(0)!;
        Check.Equal(File, frame.GetFileName());
        Check.Equal(s_faultLine, frame.GetFileLineNumber());
        Check.Equal(0, frame.GetFileColumnNumber());
        Check.Equal(nameof(Collect), DiagnosticMethodInfo.Create(frame)!.Name);
        Check.Equal(typeof(StackTraceTests).FullName, DiagnosticMethodInfo.Create(frame)!.DeclaringTypeName);
        Check.That(frame.GetNativeOffset() > 0);
        Check.Equal(trace.FrameCount, trace.GetFrames().Length);
        Check.Equal(null, trace.GetFrame(trace.FrameCount));
        Check.That(trace.ToString().Contains($"in {File}:line {s_faultLine}", StringComparison.Ordinal));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static StackTrace Collect(bool withFiles)
    {
        s_faultLine = Here() + 1;
        StackTrace trace = new(withFiles);
        s_lines[0] = trace.FrameCount;
        return trace;
    }

    [KernelTest]
    internal static void A_trace_without_file_information_has_none()
    {
        StackTrace trace = Collect(false);
        Check.Equal(null, trace.GetFrame(0)!.GetFileName());
        Check.Equal(0, trace.GetFrame(0)!.GetFileLineNumber());
        Check.That(trace.ToString().Contains("StackTraceTests.Collect(Boolean)", StringComparison.Ordinal));
        Check.That(!trace.ToString().Contains(":line", StringComparison.Ordinal));
    }

    [KernelTest]
    internal static void A_single_frame_is_of_the_caller_that_was_asked_for()
    {
        s_lines[1] = Here() + 1;
        (StackFrame own, StackFrame callers) = TwoFrames();
        Check.Equal(nameof(TwoFrames), DiagnosticMethodInfo.Create(own)!.Name);
        Check.Equal(s_faultLine, own.GetFileLineNumber());
        Check.Equal(nameof(A_single_frame_is_of_the_caller_that_was_asked_for), DiagnosticMethodInfo.Create(callers)!.Name);
        Check.Equal(s_lines[1], callers.GetFileLineNumber());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (StackFrame Own, StackFrame Callers) TwoFrames()
    {
        s_faultLine = Here() + 1;
        StackFrame own = new(true);
        StackFrame callers = new(1, true);
        return (own, callers);
    }

    [KernelTest]
    internal static void An_exception_that_was_never_thrown_has_no_trace()
    {
        InvalidOperationException e = new();
        Check.Equal(null, e.StackTrace);
        Check.Equal(0, new StackTrace(e, true).FrameCount);
    }
}
