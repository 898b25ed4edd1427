namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>Values made at their first use.</summary>
internal static class LazyTests
{
    private static int s_constructed;

    [KernelTest]
    internal static void A_lazy_value_is_made_once_however_many_ask()
    {
        int made = 0;
        Lazy<object> lazy = new(() =>
        {
            Interlocked.Increment(ref made);
            Thread.Yield();
            return new object();
        });
        Check.That(!lazy.IsValueCreated);
        object?[] seen = new object?[8];
        Worker.RunMany(seen.Length, i => seen[i] = lazy.Value);
        Check.Equal(1, made);
        Check.That(seen.All(o => ReferenceEquals(o, lazy.Value)));
    }

    [KernelTest]
    internal static void Without_a_lock_many_may_make_a_value_and_one_is_kept()
    {
        using Barrier allInside = new(4);
        Lazy<object> lazy = new(() =>
        {
            allInside.SignalAndWait();
            return new object();
        }, LazyThreadSafetyMode.PublicationOnly);
        object?[] seen = new object?[4];
        Worker.RunMany(seen.Length, i => seen[i] = lazy.Value);
        Check.That(seen.All(o => ReferenceEquals(o, seen[0])));
    }

    [KernelTest]
    internal static void What_the_factory_threw_is_thrown_again_or_tried_again_by_mode()
    {
        int calls = 0;
        Lazy<int> cached = new(() => throw new InvalidOperationException($"call {++calls}"));
        InvalidOperationException first = Check.Throws<InvalidOperationException>(() => GC.KeepAlive(cached.Value));
        InvalidOperationException second = Check.Throws<InvalidOperationException>(() => GC.KeepAlive(cached.Value));
        Check.That(ReferenceEquals(first, second));
        Check.Equal(1, calls);
        Lazy<int> retried = new(() => ++calls < 3 ? throw new InvalidOperationException() : calls,
            LazyThreadSafetyMode.PublicationOnly);
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(retried.Value));
        Check.Equal(3, retried.Value);
        Lazy<int>? itself = null;
        itself = new Lazy<int>(() => itself!.Value);
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(itself.Value));
    }

    [KernelTest]
    internal static void The_initializer_fills_a_field_once()
    {
        string? field = null;
        Check.Equal("first", LazyInitializer.EnsureInitialized(ref field, () => "first"));
        Check.Equal("first", LazyInitializer.EnsureInitialized(ref field, () => "second"));
        int made = 0;
        int value = 0;
        bool initialized = false;
        object? gate = null;
        Worker.RunMany(6, _ =>
            Check.Equal(7, LazyInitializer.EnsureInitialized(ref value, ref initialized, ref gate, () =>
            {
                Interlocked.Increment(ref made);
                return 7;
            })));
        Check.Equal(1, made);
        Check.Throws<InvalidOperationException>(() =>
        {
            string? none = null;
            LazyInitializer.EnsureInitialized(ref none, () => null!);
        });
    }

    [KernelTest]
    internal static void A_static_constructor_runs_once_and_all_wait_for_it()
    {
        int[] seen = new int[8];
        Worker.RunMany(seen.Length, i => seen[i] = Constructed.Value);
        Check.Equal("42,42,42,42,42,42,42,42", string.Join(',', seen));
        Check.Equal(1, s_constructed);
    }

    private static class Constructed
    {
        static Constructed()
        {
            Interlocked.Increment(ref s_constructed);
            for (int i = 0; i < 20; i++)
            {
                Thread.Yield();
            }
            Value = 42;
        }

        public static int Value { get; }
    }

    [KernelTest]
    internal static void A_static_constructor_that_throws_fails_every_use_the_same_way()
    {
        TypeInitializationException first = Check.Throws<TypeInitializationException>(Broken.Touch);
        Check.Equal("never", first.InnerException!.Message);
        TypeInitializationException second = Check.Throws<TypeInitializationException>(Broken.Touch);
        Check.That(ReferenceEquals(first, second) || second.InnerException!.Message == "never");
    }

    private static class Broken
    {
        private static readonly int s_value = Compute();

        private static int Compute() => throw new InvalidOperationException("never");

        public static void Touch() => GC.KeepAlive(s_value);
    }
}
