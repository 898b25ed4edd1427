using System.Runtime.CompilerServices;
using Enso.Machine.Boot;

namespace Enso.Tests.InKernel.Tests;

/// <summary>Exceptions that nobody catches, planted on request (<c>end=…</c> on the command line): each ends the
/// machine, and the host reads what was said before. Without a request the test passes.</summary>
internal static class UnhandledTests
{
    [KernelTest]
    internal static unsafe void Planted_end()
    {
        byte* asked = BootInfo.FindOption("end"u8);
        if (asked == null)
        {
            return;
        }
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
            Console.WriteLine($"announced {e.ExceptionObject.GetType().Name}, terminating: {e.IsTerminating}");
        switch ((char)asked[0])
        {
            case 't':
                Wait(new Thread(Fail));
                break;
            case 'w':
                Wait(new Thread(Wrap));
                break;
            case 'n':
                Wait(new Thread(() => GC.KeepAlive(Opaque.Null<string>().Length)));
                break;
            case 'p':
                ThreadPool.QueueUserWorkItem(_ => Fail());
                Thread.Sleep(Timeout.Infinite);
                break;
            case 'a':
                FailAsync();
                Thread.Sleep(Timeout.Infinite);
                break;
            case 'd':
                Drop();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                break;
            case 'f':
                Environment.FailFast("planted end", new FormatException("its cause"));
                break;
            default:
                Check.That(false, "an unknown request");
                break;
        }
        Check.That(false, "the machine goes on");
    }

    private static void Wait(Thread thread)
    {
        thread.Start();
        thread.Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail()
    {
        try
        {
            throw new InvalidOperationException("planted");
        }
        finally
        {
            // Nobody catches it: the machine ends in the first pass, before any finally block.
            Console.WriteLine("a finally block ran");
        }
    }

    private static void Wrap()
    {
        try
        {
            throw new FormatException("inner");
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException("outer", e);
        }
    }

    private static async void FailAsync()
    {
        await Task.Yield();
        Fail();
    }

    private sealed class Failing
    {
        ~Failing() => Fail();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop() => GC.KeepAlive(new Failing());
}
