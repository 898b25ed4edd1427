namespace Enso.Tests.InKernel.Tests.Threading;

/// <summary><see cref="ReaderWriterLockSlim"/> and <see cref="ReaderWriterLock"/>.</summary>
internal static class ReaderWriterTests
{
    [KernelTest]
    internal static void Readers_share_and_a_writer_is_alone()
    {
        using ReaderWriterLockSlim gate = new();
        int a = 0;
        int b = 0;
        int together = 0;
        using Barrier readersMeet = new(3);
        Worker.RunMany(3, _ =>
        {
            gate.EnterReadLock();
            // All three are inside at once, or this never ends.
            readersMeet.SignalAndWait();
            Interlocked.Add(ref together, gate.CurrentReadCount == 3 ? 1 : 0);
            readersMeet.SignalAndWait();
            gate.ExitReadLock();
        });
        Check.Equal(3, together);
        Worker.RunMany(6, i =>
        {
            for (int k = 0; k < 200; k++)
            {
                if (i < 2)
                {
                    gate.EnterWriteLock();
                    a++;
                    Thread.Yield();
                    b++;
                    gate.ExitWriteLock();
                }
                else
                {
                    gate.EnterReadLock();
                    Check.Equal(a, b);
                    gate.ExitReadLock();
                }
            }
        });
        Check.Equal(400, a);
    }

    [KernelTest]
    internal static void One_upgradeable_reader_goes_beside_readers_and_becomes_the_writer()
    {
        using ReaderWriterLockSlim gate = new();
        gate.EnterUpgradeableReadLock();
        Worker.Start(() =>
        {
            Check.That(gate.TryEnterReadLock(0));
            gate.ExitReadLock();
            Check.That(!gate.TryEnterUpgradeableReadLock(0));
            Check.That(!gate.TryEnterWriteLock(0));
        }).Join();
        gate.EnterWriteLock();
        Check.That(gate.IsWriteLockHeld && gate.IsUpgradeableReadLockHeld);
        Worker.Start(() => Check.That(!gate.TryEnterReadLock(0))).Join();
        gate.ExitWriteLock();
        gate.ExitUpgradeableReadLock();
        Check.That(!gate.IsUpgradeableReadLockHeld);
    }

    [KernelTest]
    internal static void A_waiting_writer_goes_before_new_readers()
    {
        using ReaderWriterLockSlim gate = new();
        gate.EnterReadLock();
        Worker writer = Worker.Start(() =>
        {
            gate.EnterWriteLock();
            gate.ExitWriteLock();
        });
        Worker.Await(() => gate.WaitingWriteCount == 1);
        Worker.Start(() => Check.That(!gate.TryEnterReadLock(0))).Join();
        gate.ExitReadLock();
        writer.Join();
        Check.That(gate.TryEnterReadLock(0));
        gate.ExitReadLock();
    }

    [KernelTest]
    internal static void Recursion_is_refused_unless_it_was_asked_for()
    {
        using ReaderWriterLockSlim strict = new(LockRecursionPolicy.NoRecursion);
        strict.EnterReadLock();
        Check.Throws<LockRecursionException>(strict.EnterReadLock);
        Check.Throws<LockRecursionException>(strict.EnterWriteLock);
        strict.ExitReadLock();
        Check.Throws<SynchronizationLockException>(strict.ExitReadLock);
        using ReaderWriterLockSlim lenient = new(LockRecursionPolicy.SupportsRecursion);
        lenient.EnterWriteLock();
        lenient.EnterWriteLock();
        lenient.EnterReadLock();
        Check.Equal(2, lenient.RecursiveWriteCount);
        Check.Equal(1, lenient.RecursiveReadCount);
        lenient.ExitReadLock();
        lenient.ExitWriteLock();
        Worker.Start(() => Check.That(!lenient.TryEnterReadLock(0))).Join();
        lenient.ExitWriteLock();
    }

    [KernelTest]
    internal static void The_older_lock_upgrades_and_downgrades()
    {
        ReaderWriterLock gate = new();
        gate.AcquireReaderLock(Timeout.Infinite);
        int seen = gate.WriterSeqNum;
        LockCookie cookie = gate.UpgradeToWriterLock(Timeout.Infinite);
        Check.That(gate.IsWriterLockHeld);
        gate.DowngradeFromWriterLock(ref cookie);
        Check.That(gate.IsReaderLockHeld && !gate.IsWriterLockHeld);
        Worker.Start(() =>
        {
            try
            {
                gate.AcquireWriterLock(1);
                Check.That(false, "a reader has it");
            }
            catch (ApplicationException e)
            {
                const int timedOut = unchecked((int)0x800705B4);
                Check.Equal(timedOut, e.HResult);
            }
        }).Join();
        gate.ReleaseReaderLock();
        Worker.Start(() =>
        {
            gate.AcquireWriterLock(Timeout.Infinite);
            gate.ReleaseWriterLock();
        }).Join();
        Check.That(gate.AnyWritersSince(seen));
    }
}
