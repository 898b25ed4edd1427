using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A queue as something to be observed: a task of a core reads it and tells the observer, no more than it
/// has asked for. What it does not ask for stays in the queue, whose bound holds the writer back.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="reactor">The core's.</param>
/// <param name="reader">The reader, which nobody else uses meanwhile.</param>
/// <remarks>One observer at a time: a queue with several readers has one of these for each. The observer is called on
/// the core's thread, and must be short. One that throws is told no more, and its task's failure is in the
/// log.</remarks>
public sealed class QueueObservable<T>(Reactor reactor, IQueueReader<T> reader) : IObservable<T>
{
    private int _isObserved;

    /// <summary>Has an observer told of all messages.</summary>
    /// <param name="observer">The observer.</param>
    /// <returns>Ends it when it is disposed of; what was not told stays in the queue.</returns>
    /// <exception cref="InvalidOperationException">It has an observer.</exception>
    public IDisposable Subscribe(IObserver<T> observer) => Subscribe(observer, long.MaxValue);

    /// <summary>Has an observer told of as many messages as it asks for.</summary>
    /// <param name="observer">The observer.</param>
    /// <param name="count">How many it asks for at first; from 0.</param>
    /// <returns>By which it asks for more, and ends it.</returns>
    /// <exception cref="InvalidOperationException">It has an observer.</exception>
    /// <exception cref="CoreHaltedException">The core has halted.</exception>
    public ISubscription Subscribe(IObserver<T> observer, long count)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Interlocked.Exchange(ref _isObserved, 1) != 0)
        {
            throw new InvalidOperationException("The queue has an observer: each reader serves one at a time.");
        }

        Subscription subscription = new(this, observer, count);
        if (!reactor.TryPost(subscription.Start))
        {
            subscription.Release();
            throw new CoreHaltedException(reactor.Core);
        }

        return subscription;
    }

    private sealed class Subscription : ISubscription
    {
        private static readonly TaskOptions s_observer = new() { Name = "observer" };

        private readonly QueueObservable<T> _observable;
        private readonly IObserver<T> _observer;
        private readonly Action<Reactor> _wake;
        private readonly Action<Reactor> _end;
        private long _asked;
        private int _isWakeUnderWay;

        // The core's: what is cancelled, and its child that tells, once it has begun.
        private TaskId _task;
        private TaskId _teller;
        private bool _hasEnded;
        private bool _isReleased;

        public Subscription(QueueObservable<T> observable, IObserver<T> observer, long asked)
        {
            (_observable, _observer, _asked) = (observable, observer, asked);
            _wake = reactor =>
            {
                Interlocked.Exchange(ref _isWakeUnderWay, 0);
                reactor.Wake(_teller);
            };
            _end = reactor =>
            {
                _hasEnded = true;
                reactor.Cancel(_task);
            };
        }

        private Reactor Reactor => _observable.Reactor;

        public void Start(Reactor reactor)
        {
            try
            {
                _task = reactor.Spawn(new ClosingWork(Tell, s_observer, End), s_observer);
            }
            catch (TaskLimitException error)
            {
                End(error);
            }
        }

        /// <summary>Lets others observe the queue, if that was not done yet.</summary>
        public void Release()
        {
            if (!_isReleased)
            {
                _isReleased = true;
                Volatile.Write(ref _observable._isObserved, 0);
            }
        }

        public void Request(long count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            long asked = Volatile.Read(ref _asked);
            while (true)
            {
                long sum = asked > long.MaxValue - count ? long.MaxValue : asked + count;
                long seen = Interlocked.CompareExchange(ref _asked, sum, asked);
                if (seen == asked)
                {
                    break;
                }

                asked = seen;
            }

            // Pairs with the one in _wake.
            if (Interlocked.Exchange(ref _isWakeUnderWay, 1) == 0)
            {
                // On a core that has halted the task has ended, here and below.
                _ = Reactor.TryPost(_wake);
            }
        }

        public void Dispose() => _ = Reactor.TryPost(_end);

        private void End(TaskLimitException? refusal)
        {
            Release();
            if (refusal is not null)
            {
                // It is the observer's to know: nobody waits for this call.
                _observer.OnError(refusal);
            }
        }

        private async ReactorTask Tell(TaskContext context)
        {
            _teller = context.Id;
            using TaskReader<T> reader = TaskReader<T>.Create(context.Reactor, _observable.Reader);
            try
            {
                while (!_hasEnded && await reader.Wait())
                {
                    while (Volatile.Read(ref _asked) == 0)
                    {
                        await context.Woken();
                    }

                    if (!_hasEnded && reader.Reader.TryNext(out T message))
                    {
                        if (Volatile.Read(ref _asked) != long.MaxValue)
                        {
                            Interlocked.Decrement(ref _asked);
                        }

                        _observer.OnNext(message);
                    }
                }
            }
            catch (OperationCanceledException) when (context.IsCancelled)
            {
                // It was disposed of, or its core halts: the observer is told nothing more.
                _hasEnded = true;
            }
            finally
            {
                // Before the observer is told of the end, at which it may observe anew.
                Release();
            }

            if (_hasEnded)
            {
                return;
            }

            if (ReaderAdapters.ErrorOf(_observable.Reader) is { } error)
            {
                _observer.OnError(error);
            }
            else
            {
                _observer.OnCompleted();
            }
        }
    }

    private Reactor Reactor => reactor;

    private IQueueReader<T> Reader => reader;
}
