using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Stack traces of the shapes that C# gives to methods: async, iterators, lambdas, generics, recursion; and
/// taken on many threads at once, while the collector moves things.</summary>
internal static class StackTraceShapeTests
{
    private const string File = "Enso.Tests/InKernel/Tests/StackTraceShapeTests.cs";

    private static int Here([CallerLineNumber] int line = 0) => line;

    private static void HasLine(string trace, string method, int line)
        => Check.That(Regex.IsMatch(trace, $@"(?m)^   at \S*{Regex.Escape(method)}\S*\(.*\) in {File}:line {line}\r?$"),
            $"no {method} at line {line} in\n{trace}");

    [KernelTest]
    internal static void An_async_methods_exception_shows_its_line_and_every_method_that_awaited()
    {
        Task task = AwaitOuter();
        string trace = Check.Throws<InvalidOperationException>(() => task.GetAwaiter().GetResult()).StackTrace!;
        HasLine(trace, "AwaitInner", s_innerLine);
        // The compiler knows no line for the code that goes on after an await; the nearest is of the same method.
        Match outer = Regex.Match(trace, $@"AwaitOuter\S*MoveNext\(\) in {File}:line (\d+)");
        Check.That(outer.Success && Math.Abs(int.Parse(outer.Groups[1].Value) - s_outerLine) <= 1, trace);
        Check.Equal(2, Regex.Count(trace, "--- End of stack trace from previous location ---"));
    }

    private static int s_innerLine;
    private static int s_outerLine;

    private static async Task AwaitInner()
    {
        await Task.Yield();
        s_innerLine = Here() + 1;
        throw new InvalidOperationException();
    }

    private static async Task AwaitOuter()
    {
        s_outerLine = Here() + 1;
        await AwaitInner();
    }

    [KernelTest]
    internal static void An_iterators_exception_shows_its_line()
    {
        Exception e = Check.Throws<FormatException>(() => Count().Sum());
        HasLine(e.StackTrace!, "Count", s_innerLine);
    }

    private static IEnumerable<int> Count()
    {
        yield return 1;
        yield return 2;
        s_innerLine = Here() + 1;
        throw new FormatException();
    }

    [KernelTest]
    internal static void A_lambda_and_a_local_function_show_their_lines()
    {
        int line = 0;
        Func<int, int> lambda = [MethodImpl(MethodImplOptions.NoInlining)] (number) =>
        {
            line = Here() + 1;
            return Local(number);
        };
        int localLine = 0;
        Exception e = Check.Throws<ArgumentException>(() => lambda(1));
        HasLine(e.StackTrace!, "Local", localLine);
        HasLine(e.StackTrace!, "A_lambda_and_a_local_function_show_their_lines", line);

        [MethodImpl(MethodImplOptions.NoInlining)]
        int Local(int number)
        {
            localLine = Here() + 1;
            throw new ArgumentException($"{number}");
        }
    }

    private sealed class Box<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public int Store<TOther>(T value, TOther other)
        {
            s_innerLine = Here() + 1;
            throw new InvalidOperationException($"{value}{other}");
        }
    }

    [KernelTest]
    internal static void A_generic_method_shows_its_line_for_values_and_references()
    {
        HasLine(Check.Throws<InvalidOperationException>(() => new Box<int>().Store(1, 2.0)).StackTrace!,
            "Store", s_innerLine);
        HasLine(Check.Throws<InvalidOperationException>(() => new Box<string>().Store("a", "b")).StackTrace!,
            "Store", s_innerLine);
    }

    [KernelTest]
    internal static void A_constructor_a_property_and_a_static_constructor_show_their_lines()
    {
        HasLine(Check.Throws<InvalidOperationException>(() => GC.KeepAlive(new Refusing())).StackTrace!,
            "Refusing..ctor", s_innerLine);
        HasLine(Check.Throws<InvalidOperationException>(() => GC.KeepAlive(Refusing.Property)).StackTrace!,
            "Refusing.get_Property", s_innerLine);
        Exception e = Check.Throws<TypeInitializationException>(() => GC.KeepAlive(RefusingType.Value));
        HasLine(e.InnerException!.StackTrace!, "RefusingType..cctor", s_innerLine);
    }

    private sealed class Refusing
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public Refusing()
        {
            s_innerLine = Here() + 1;
            throw new InvalidOperationException();
        }

        public static int Property
        {
            [MethodImpl(MethodImplOptions.NoInlining)]
            get
            {
                s_innerLine = Here() + 1;
                throw new InvalidOperationException();
            }
        }
    }

    private static class RefusingType
    {
        public static readonly int Value;

        static RefusingType()
        {
            Value = 1;
            s_innerLine = Here() + 1;
            throw new InvalidOperationException($"{Value}");
        }
    }

    [KernelTest]
    internal static void Every_level_of_a_recursion_is_a_frame()
    {
        const int depth = 300;
        Exception e = Check.Throws<InvalidOperationException>(() => Descend(depth));
        MatchCollection frames = Regex.Matches(e.StackTrace!, $@"Descend\(Int32\) in {File}:line (\d+)");
        Check.Equal(depth + 1, frames.Count);
        Check.Equal($"{s_innerLine}", frames[0].Groups[1].Value);
        for (int i = 1; i <= depth; i++)
        {
            Check.Equal($"{s_outerLine}", frames[i].Groups[1].Value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int left)
    {
        if (left == 0)
        {
            s_innerLine = Here() + 1;
            throw new InvalidOperationException();
        }
        s_outerLine = Here() + 1;
        return Descend(left - 1) + left;
    }

    [KernelTest]
    internal static void A_hidden_method_is_left_out()
    {
        string trace = Check.Throws<InvalidOperationException>(() => Hidden()).StackTrace!;
        Check.That(trace.Contains("StackTraceShapeTests.Visible", StringComparison.Ordinal), trace);
        Check.That(!trace.Contains("StackTraceShapeTests.Hidden", StringComparison.Ordinal), trace);
    }

    [StackTraceHidden, MethodImpl(MethodImplOptions.NoInlining)]
    private static int Hidden() => Visible() + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Visible() => throw new InvalidOperationException();

    [KernelTest]
    internal static void The_class_librarys_own_frames_have_lines()
    {
        string trace = Check.Throws<FormatException>(() => GC.KeepAlive(int.Parse("no number"))).StackTrace!;
        Check.That(Regex.IsMatch(trace, @"at System\.Number\.\S+\(.*\) in \S*Number\S*\.cs:line [1-9]\d*"), trace);
    }

    [KernelTest]
    internal static void An_inner_exception_is_printed_with_its_own_lines()
    {
        string text = Check.Throws<InvalidOperationException>(Wrap).ToString();
        Check.That(Regex.IsMatch(text, @$"(?s)^System\.InvalidOperationException: outer\r?\n ---> System\.InvalidOperationException"
            + @$".*Visible\(\) in {File}:line \d+.*--- End of inner exception stack trace ---.*Wrap\(\) in {File}:line {s_outerLine}"),
            text);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wrap()
    {
        try
        {
            Visible();
        }
        catch (InvalidOperationException e)
        {
            s_outerLine = Here() + 1;
            throw new InvalidOperationException("outer", e);
        }
    }

    [KernelTest]
    internal static void Traces_taken_on_many_threads_during_collections_are_right()
    {
        int bad = 0;
        string expected = Check.Throws<InvalidOperationException>(() => Visible()).StackTrace!.Split('\n')[0];
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int round = 0; round < 50; round++)
                {
                    try
                    {
                        Visible();
                    }
                    catch (InvalidOperationException e)
                    {
                        if (!e.StackTrace!.StartsWith(expected, StringComparison.Ordinal))
                        {
                            Interlocked.Increment(ref bad);
                        }
                    }
                }
            });
            threads[i].Start();
        }
        for (int i = 0; i < 10; i++)
        {
            GC.Collect();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal(0, bad);
    }
}
