using System.Globalization;

namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary>What each thread has for itself, and what it gets from the one that started it.</summary>
internal static class ThreadStorageTests
{
    private static readonly AsyncLocal<string?> s_flowing = new();

    [ThreadStatic]
    private static int s_number;

    [ThreadStatic]
    private static List<string>? s_list;

    [KernelTest]
    internal static void A_thread_static_starts_at_its_default_on_every_thread()
    {
        s_number = 77;
        s_list = ["of the test"];
        Worker.RunMany(12, i =>
        {
            Check.Equal(0, s_number);
            Check.Equal(null, s_list);
            s_list = [];
            for (int k = 0; k < 100; k++)
            {
                s_number += i;
                s_list.Add($"{i}.{k}");
                if (k % 25 == 0)
                {
                    Thread.Yield();
                    GC.Collect(0);
                }
            }
            Check.Equal(100 * i, s_number);
            Check.Equal($"{i}.0", s_list[0]);
            Check.Equal($"{i}.99", s_list[99]);
        });
        Check.Equal(77, s_number);
        Check.Equal("of the test", s_list[0]);
        s_list = null;
    }

    [KernelTest]
    internal static void A_thread_local_keeps_all_values_when_asked_and_refuses_after_its_end()
    {
        int made = 0;
        ThreadLocal<int> local = new(() => 100 + Interlocked.Increment(ref made), trackAllValues: true);
        Check.That(!local.IsValueCreated);
        Worker.RunMany(5, _ =>
        {
            int first = local.Value;
            Check.Equal(first, local.Value);
            Check.That(local.IsValueCreated);
        });
        Check.Equal(5, made);
        List<int> values = [.. local.Values];
        values.Sort();
        Check.Equal("101,102,103,104,105", string.Join(',', values));
        local.Dispose();
        Check.Throws<ObjectDisposedException>(() => GC.KeepAlive(local.Value));
        Check.Throws<ObjectDisposedException>(() => GC.KeepAlive(local.Values));
        using ThreadLocal<int> untracked = new();
        Check.Equal(0, untracked.Value);
        Check.Throws<InvalidOperationException>(() => GC.KeepAlive(untracked.Values));
    }

    [KernelTest]
    internal static void Hundreds_of_thread_locals_come_and_go()
    {
        List<ThreadLocal<string>> locals = [];
        for (int i = 0; i < 300; i++)
        {
            string text = $"local {i}";
            locals.Add(new ThreadLocal<string>(() => text));
        }
        Worker.RunMany(4, _ =>
        {
            for (int i = 0; i < locals.Count; i++)
            {
                Check.Equal($"local {i}", locals[i].Value);
            }
        });
        foreach (ThreadLocal<string> local in locals)
        {
            local.Dispose();
        }
    }

    [KernelTest]
    internal static void Data_slots_are_apart_by_thread()
    {
        LocalDataStoreSlot slot = Thread.AllocateDataSlot();
        Thread.SetData(slot, "test");
        Worker.RunMany(4, i =>
        {
            Check.Equal(null, Thread.GetData(slot));
            Thread.SetData(slot, i);
            Check.Equal(i, (int)Thread.GetData(slot)!);
        });
        Check.Equal("test", (string)Thread.GetData(slot)!);
        LocalDataStoreSlot named = Thread.GetNamedDataSlot("conformance");
        Check.That(ReferenceEquals(named, Thread.GetNamedDataSlot("conformance")));
        Thread.FreeNamedDataSlot("conformance");
    }

    [KernelTest]
    internal static void A_new_thread_gets_its_starters_context_unless_the_flow_is_suppressed()
    {
        s_flowing.Value = "outer";
        string? seen = null;
        Thread inherits = new(() =>
        {
            seen = s_flowing.Value;
            s_flowing.Value = "inner";
        });
        inherits.Start();
        inherits.Join();
        Check.Equal("outer", seen);
        Check.Equal("outer", s_flowing.Value);
        Thread apart = new(() => seen = s_flowing.Value);
        using (ExecutionContext.SuppressFlow())
        {
            Check.That(ExecutionContext.IsFlowSuppressed());
            apart.Start();
        }
        apart.Join();
        Check.Equal(null, seen);
        Thread unsafeStart = new(() => seen = s_flowing.Value ?? "none");
        unsafeStart.UnsafeStart();
        unsafeStart.Join();
        Check.Equal("none", seen);
        s_flowing.Value = null;
    }

    [KernelTest]
    internal static void A_context_runs_a_callback_with_its_own_values()
    {
        s_flowing.Value = "captured";
        ExecutionContext captured = ExecutionContext.Capture()!;
        s_flowing.Value = "changed";
        string? seen = null;
        ExecutionContext.Run(captured, _ => seen = s_flowing.Value, null);
        Check.Equal("captured", seen);
        Check.Equal("changed", s_flowing.Value);
        s_flowing.Value = null;
    }

    [KernelTest]
    internal static void An_async_local_reports_its_changes()
    {
        List<string> changes = [];
        AsyncLocal<int> local = new(change =>
            changes.Add($"{change.PreviousValue}>{change.CurrentValue}{(change.ThreadContextChanged ? "*" : "")}"));
        local.Value = 1;
        ExecutionContext captured = ExecutionContext.Capture()!;
        local.Value = 2;
        ExecutionContext.Run(captured, _ => local.Value = 3, null);
        local.Value = 0;
        Check.Equal("0>1 1>2 2>1* 1>3 3>2* 2>0", string.Join(' ', changes));
    }

    [KernelTest]
    internal static void The_culture_of_a_thread_flows_to_those_that_it_starts()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        string? inThread = null;
        string? inTask = null;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Worker.Start(() => inThread = 1.5.ToString()).Join();
            Worker.Complete(() =>
            {
                inTask = 2.5.ToString();
                return Task.CompletedTask;
            });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Check.Equal("1,5", inThread);
        Check.Equal("2,5", inTask);
        Check.Equal("1.5", 1.5.ToString());
    }
}
