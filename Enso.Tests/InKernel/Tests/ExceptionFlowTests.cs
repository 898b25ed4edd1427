using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Exceptions as objects, and the ways they take: nested, rethrown, wrapped, from constructors, iterators,
/// delegates, and from callbacks of native code.</summary>
internal static unsafe class ExceptionFlowTests
{
    [KernelTest]
    internal static void A_rethrown_exception_is_the_same_object()
    {
        InvalidOperationException thrown = new("same");
        List<Exception> seen = [];
        try
        {
            try
            {
                try
                {
                    throw thrown;
                }
                catch (InvalidOperationException e)
                {
                    seen.Add(e);
                    throw;
                }
            }
            catch (Exception e)
            {
                seen.Add(e);
                throw;
            }
        }
        catch (InvalidOperationException e)
        {
            seen.Add(e);
        }
        Check.Equal(3, seen.Count);
        Check.That(seen.TrueForAll(e => ReferenceEquals(e, thrown)));
    }

    [KernelTest]
    internal static void Exceptions_nest_twenty_deep_inside_catch_blocks()
    {
        Check.Equal("20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0", Nested(20));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Nested(int depth)
    {
        try
        {
            throw new InvalidOperationException($"{depth}");
        }
        catch (InvalidOperationException e)
        {
            string below = depth == 0 ? "" : " " + Nested(depth - 1);
            Check.Equal($"{depth}", e.Message);
            return e.Message + below;
        }
    }

    [KernelTest]
    internal static void An_exception_passes_two_thousand_frames_at_once()
    {
        Exception e = Check.Throws<ArithmeticException>(() => Descend(2000));
        Check.Equal("bottom", e.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int left)
        => left == 0 ? throw new ArithmeticException("bottom") : Descend(left - 1) + left;

    [KernelTest]
    internal static void Inner_exceptions_form_a_chain()
    {
        Exception e = new InvalidOperationException("base");
        for (int i = 0; i < 5; i++)
        {
            e = new ArgumentException($"{i}", e);
        }
        Check.Equal("base", e.GetBaseException().Message);
        Exception caught = Check.Throws<ArgumentException>(() => throw e);
        int depth = 0;
        for (Exception? next = caught; next is not null; next = next.InnerException)
        {
            depth++;
        }
        Check.Equal(6, depth);
    }

    [KernelTest]
    internal static void An_aggregate_flattens_and_handles_some_of_its_exceptions()
    {
        AggregateException nested = new("outer", new FormatException("a"),
            new AggregateException(new ArgumentException("b"), new AggregateException(new FormatException("c"))));
        AggregateException flat = nested.Flatten();
        Check.Equal("a,b,c", string.Join(',', flat.InnerExceptions.Select(e => e.Message)));
        AggregateException left = Check.Throws<AggregateException>(() => flat.Handle(e => e is FormatException));
        Check.Equal("b", left.InnerExceptions.Single().Message);
        Check.Equal("outer (a) (One or more errors occurred. (b) (One or more errors occurred. (c)))", nested.Message);
    }

    private sealed class Failing
    {
        public static readonly int Value = Fail();
        public static int Calls;

        private static int Fail()
        {
            Calls++;
            throw new FormatException("no value");
        }
    }

    [KernelTest]
    internal static void A_failed_static_constructor_fails_the_same_way_each_time_and_runs_once()
    {
        TypeInitializationException first = Check.Throws<TypeInitializationException>(
            () => GC.KeepAlive(Failing.Value));
        TypeInitializationException second = Check.Throws<TypeInitializationException>(
            () => GC.KeepAlive(Failing.Value));
        Check.That(first.Message.Contains("type initializer", StringComparison.Ordinal), first.Message);
        Check.Equal("no value", first.InnerException!.Message);
        Check.That(ReferenceEquals(first.InnerException, second.InnerException));
        Check.Throws<TypeInitializationException>(() => GC.KeepAlive(Failing.Calls));
    }

    private sealed class HalfMade
    {
        private readonly int[] _finalized;

        public HalfMade(int[] finalized)
        {
            _finalized = finalized;
            throw new InvalidOperationException();
        }

        ~HalfMade() => Interlocked.Increment(ref _finalized[0]);
    }

    [KernelTest]
    internal static void An_object_whose_constructor_threw_is_finalized()
    {
        int[] finalized = [0];
        MakeHalf(finalized);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check.Equal(1, Volatile.Read(ref finalized[0]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeHalf(int[] finalized)
        => Check.Throws<InvalidOperationException>(() => GC.KeepAlive(new HalfMade(finalized)));

    private static IEnumerable<int> FailingIterator()
    {
        yield return 1;
        throw new FormatException();
    }

    [KernelTest]
    internal static void An_iterator_that_threw_is_at_its_end()
    {
        using IEnumerator<int> numbers = FailingIterator().GetEnumerator();
        Check.That(numbers.MoveNext());
        Check.Throws<FormatException>(() => numbers.MoveNext());
        Check.That(!numbers.MoveNext());
        Check.Throws<FormatException>(() => GC.KeepAlive(FailingIterator().Select(n => n * 2).ToArray()));
    }

    [KernelTest]
    internal static void An_exception_in_a_multicast_delegate_keeps_the_later_targets_from_running()
    {
        List<int> order = [];
        Action all = () => order.Add(1);
        all += () => throw new InvalidOperationException();
        all += () => order.Add(3);
        Check.Throws<InvalidOperationException>(() => all());
        Check.Equal("1", string.Join(',', order));
    }

    [KernelTest]
    internal static void Throwing_null_is_a_null_reference()
        => Check.Throws<NullReferenceException>(() => throw Opaque.Null<Exception>());

    private sealed class Custom(string message, int code) : Exception(message)
    {
        public int Code { get; } = code;

        public override string Message => $"{base.Message} ({Code})";
    }

    [KernelTest]
    internal static void An_exception_carries_its_own_data()
    {
        Custom e = Check.Throws<Custom>(() =>
        {
            Custom made = new("custom", 5) { HelpLink = "help", Source = "here", HResult = unchecked((int)0x80001234) };
            made.Data["key"] = 17;
            throw made;
        });
        Check.Equal("custom (5)", e.Message);
        Check.Equal("help", e.HelpLink);
        Check.Equal("here", e.Source);
        Check.Equal(unchecked((int)0x80001234), e.HResult);
        Check.Equal(17, (int)e.Data["key"]!);
        Check.That(e.ToString().Contains("ExceptionFlowTests+Custom: custom (5)", StringComparison.Ordinal),
            e.ToString());
    }

    [KernelTest]
    internal static void Argument_guards_throw_what_they_say()
    {
        string? text = null;
        Check.Equal("text",
            Check.Throws<ArgumentNullException>(() => ArgumentNullException.ThrowIfNull(text)).ParamName);
        int number = -1;
        ArgumentOutOfRangeException e = Check.Throws<ArgumentOutOfRangeException>(
            () => ArgumentOutOfRangeException.ThrowIfNegative(number));
        Check.Equal("number", e.ParamName);
        Check.Equal(-1, (int)e.ActualValue!);
        Check.Throws<ArgumentException>(() => ArgumentException.ThrowIfNullOrWhiteSpace(" "));
        Check.Throws<ObjectDisposedException>(() => ObjectDisposedException.ThrowIf(true, e));
    }

    [KernelTest]
    internal static void A_captured_exception_can_be_thrown_on_another_thread()
    {
        ExceptionDispatchInfo captured = ExceptionDispatchInfo.Capture(
            Check.Throws<ArithmeticException>(() => Descend(3)));
        Crew.Run(2, _ => Check.Equal("bottom", Check.Throws<ArithmeticException>(captured.Throw).Message));
        Check.Equal("bottom", captured.SourceException.Message);
        Exception unthrown = ExceptionDispatchInfo.SetCurrentStackTrace(new FormatException());
        Check.That(unthrown.StackTrace!.Contains(nameof(A_captured_exception_can_be_thrown_on_another_thread),
            StringComparison.Ordinal), unthrown.StackTrace);
    }

    [KernelTest]
    internal static void Ten_thousand_exceptions_leave_no_memory_behind()
    {
        ThrowMany(100);
        long before = GC.GetTotalMemory(true);
        ThrowMany(10_000);
        long grown = GC.GetTotalMemory(true) - before;
        Check.That(grown < 100_000, $"{grown} bytes more");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowMany(int count)
    {
        for (int i = 0; i < count; i++)
        {
            try
            {
                Descend(2);
            }
            catch (ArithmeticException)
            {
                s_caught++;
            }
        }
    }

    private static int s_caught;

    [DllImport("enso", EntryPoint = "qsort")]
    private static extern void Sort(
        int* numbers, ulong count, ulong size, delegate* unmanaged<int*, int*, int> compare);

    /// <summary>Throws, catches and collects between native frames.</summary>
    [UnmanagedCallersOnly]
    private static int Compare(int* left, int* right)
    {
        try
        {
            throw new Custom($"{*left}", *right);
        }
        catch (Custom e)
        {
            if (s_caught++ % 64 == 0)
            {
                GC.Collect(0);
            }
            return int.Parse(e.Message.Split(' ')[0]).CompareTo(e.Code);
        }
    }

    [KernelTest]
    internal static void A_callback_from_native_code_may_throw_catch_and_collect()
    {
        const int count = 200;
        int* numbers = stackalloc int[count];
        Random random = new(1234);
        for (int i = 0; i < count; i++)
        {
            numbers[i] = random.Next(-1000, 1000);
        }
        int[] expected = new Span<int>(numbers, count).ToArray();
        Array.Sort(expected);
        Sort(numbers, count, sizeof(int), &Compare);
        Check.Equal(string.Join(',', expected), string.Join(',', new Span<int>(numbers, count).ToArray()));
    }
}
