using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A queue as something to be observed: a task of a core reads it and tells the observer, no more than it
/// has asked
/// for. What it does not ask for stays in the queue, whose bound holds the writer back.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="reactor">The core's.</param>
/// <param name="reader">The reader, which nobody else uses meanwhile.</param>
/// <remarks>One observer at a time: a queue with several readers has one of these for each. The observer is called
/// on the core's
/// thread, and must be short. One that throws is told no more, and its task's failure is in the log.</remarks>
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
    public ISubscription Subscribe(IObserver<T> observer, long count)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Interlocked.Exchange(ref _isObserved, 1) != 0)
        {
            throw new InvalidOperationException("The queue has an observer: each reader serves one at a time.");
        }

        Subscription subscription = new(this, observer, count);
        reactor.Post(subscription.Start);
        return subscription;
    }

    private sealed class Subscription : ISubscription
    {
        private readonly QueueObservable<T> _observable;
        private readonly IObserver<T> _observer;
        private readonly Action<Reactor> _wake;
        private readonly Action<Reactor> _end;
        private long _asked;
        private int _isWakeUnderWay;

        // The core's.
        private TaskId _task;
        private bool _hasEnded;

        public Subscription(QueueObservable<T> observable, IObserver<T> observer, long asked)
        {
            (_observable, _observer, _asked) = (observable, observer, asked);
            _wake = reactor =>
            {
                Interlocked.Exchange(ref _isWakeUnderWay, 0);
                reactor.Wake(_task);
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
                _task = reactor.Spawn(Tell(reactor), new TaskOptions { Name = "observer" });
            }
            catch (TaskLimitException error)
            {
                // It is the observer's to know: nobody waits for this call.
                Volatile.Write(ref _observable._isObserved, 0);
                _observer.OnError(error);
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

        private async ReactorTask Tell(Reactor reactor)
        {
            TaskContext context = reactor.Current;
            using TaskReader<T> reader = TaskReader<T>.Create(reactor, _observable.Reader);
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
                Volatile.Write(ref _observable._isObserved, 0);
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
