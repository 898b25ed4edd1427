using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>A queue beside its model: each step is taken by both, and then they are compared.</summary>
/// <typeparam name="TStorage">Where messages lie.</typeparam>
/// <param name="model">The model.</param>
/// <param name="writers">The writers.</param>
/// <param name="readers">The readers by their places; null where there is none yet.</param>
/// <param name="properties">What is seen of the queue from outside.</param>
/// <param name="publisher">The queue, if readers come and go.</param>
internal sealed class DriverRun<TStorage>(
    DriverModel model,
    IQueueWriter<long>[] writers,
    Reader<long, TStorage>?[] readers,
    Func<QueueProperties> properties,
    Publisher<long, TStorage>? publisher = null)
    where TStorage : struct, IStorage<long, TStorage>
{
    private const int Actions = 16;

    // What each writer has claimed.
    private readonly (int From, int Count)[] _claims = new (int, int)[writers.Length];
    private readonly bool _isShared = writers.Length > 1;
    private long _next;
    private bool _hasBegun;

    private bool HasClaims => _claims.Any(claim => claim.Count != 0);

    /// <summary>Takes a step.</summary>
    /// <param name="step">A number that says which.</param>
    /// <param name="capacity">How many messages the queue holds without growing: the most that are moved at once.</param>
    public void Take(uint step, int capacity)
    {
        if (!_hasBegun)
        {
            Begin();
        }

        uint which = step / Actions % 8;
        int size = 1 + (int)(step / (Actions * 8) % (uint)capacity);
        uint action = step % Actions;
        if (action < 7)
        {
            Write(action, (int)(which % writers.Length), size);
        }
        else
        {
            Read(action, (int)(which % readers.Length), size);
        }

        Compare();
    }

    private void Begin()
    {
        _hasBegun = true;
        for (int i = 0; i < readers.Length; i++)
        {
            model.Readers[i] = readers[i] is null ? null : new DriverModel.Mark();
        }
    }

    private void Write(uint action, int which, int size)
    {
        IQueueWriter<long> writer = writers[which];
        if (_claims[which].Count != 0)
        {
            Commit(which);
        }
        else if (HasClaims && !(_isShared && TStorage.IsFixed))
        {
            // Another writer has the lock until it commits.
        }
        else if (model.IsCompleted)
        {
            Assert.That(() => writer.TryPublish(0), Throws.InstanceOf<QueueCompletedException>());
            Assert.That(() => writer.Publish(0), Throws.InstanceOf<QueueCompletedException>());
            Assert.That(() => writer.TryClaim(1, out _), Throws.InstanceOf<QueueCompletedException>());
        }
        else if (action < 4)
        {
            Publish(writer, size, isTrying: action % 2 == 0);
        }
        else if (action < 6 || size % 8 != 0 || HasClaims)
        {
            int from = model.Claim(size);
            Assert.That(writer.TryClaim(size, out Slots<long> places), Is.EqualTo(from >= 0));
            Assert.That(places.Count, Is.EqualTo(from >= 0 ? size : 0));
            if (from >= 0)
            {
                _claims[which] = (from, size);
                for (int i = 0; i < size; i++)
                {
                    places[i] = -(from + i);
                }
            }
        }
        else
        {
            writer.Complete();
            model.IsCompleted = true;
        }
    }

    private void Publish(IQueueWriter<long> writer, int count, bool isTrying)
    {
        for (int i = 0; i < count; i++)
        {
            long message = ++_next;
            if (isTrying || (properties().FullPolicy == FullPolicy.Wait && !model.HasRoom(1)))
            {
                Assert.That(writer.TryPublish(message), Is.EqualTo(model.Publish(message)));
            }
            else
            {
                Assert.That(writer.Publish(message), Is.EqualTo(model.Publish(message)));
            }
        }
    }

    private void Commit(int which)
    {
        (int from, int count) = _claims[which];
        writers[which].Commit();
        for (int i = 0; i < count; i++)
        {
            model.Commit(from + i, -(from + i));
        }

        _claims[which] = default;
    }

    private void Read(uint action, int which, int size)
    {
        if (readers[which] is not { } reader || model.Readers[which] is not { } mark)
        {
            Subscribe(which, size, action);
        }
        else if (mark.IsDead)
        {
            Assert.That(() => reader.TryNext(out _), Throws.InstanceOf<ReaderDeadException>());
            Unsubscribe(which);
        }
        else if (action == 15 && publisher is not null && size % 4 == 0)
        {
            publisher.DeclareDead(reader);
            mark.IsDead = true;
        }
        else if (mark.Shown != 0)
        {
            int count = size % (mark.Shown + 1);
            reader.Release(count);
            mark.Position += count;
            mark.Shown = 0;
        }
        else if (action < 10)
        {
            Next(reader, mark, size);
        }
        else if (action < 14 || publisher is null)
        {
            Show(reader, mark, size);
        }
        else if (size % 2 == 0)
        {
            Unsubscribe(which);
        }
    }

    private void Next(Reader<long, TStorage> reader, DriverModel.Mark mark, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bool isThere = mark.Position < model.Available;
            Assert.That(reader.TryNext(out long message), Is.EqualTo(isThere));
            if (isThere)
            {
                Assert.That(message, Is.EqualTo(model[mark.Position++]));
            }
        }
    }

    private void Show(Reader<long, TStorage> reader, DriverModel.Mark mark, int size)
    {
        int available = model.Available - mark.Position;
        Assert.That(reader.TryRead(size, out Slots<long> shown), Is.EqualTo(available > 0));

        // It may be fewer than are there: a reader looks at the writer when it has come to what it knew.
        Assert.That(shown.Count, Is.LessThanOrEqualTo(Math.Min(size, Math.Max(0, available))));
        for (int i = 0; i < shown.Count; i++)
        {
            Assert.That(shown[i], Is.EqualTo(model[mark.Position + i]));
        }

        mark.Shown = shown.Count;
    }

    // The queue gives the first place that is free.
    private void Subscribe(int which, int size, uint action)
    {
        int place = Array.FindIndex(model.Readers, mark => mark is null);
        Assert.That(place, Is.LessThanOrEqualTo(which));
        int from = action % 2 == 0 && !HasClaims ? Math.Max(0, model.Count - size + 1) : model.Available;
        try
        {
            readers[place] = action % 2 == 0 ? publisher!.Subscribe(from) : publisher!.Subscribe();
        }
        catch (ArgumentOutOfRangeException) when (from < model.Available)
        {
            // It was written over, or the writer may do so without looking.
            return;
        }

        model.Readers[place] = new DriverModel.Mark { Position = from };
        Assert.That(readers[place]!.Sequence, Is.EqualTo(from));
        if (model.Readers.All(mark => mark is not null))
        {
            Assert.That(() => publisher!.Subscribe(), Throws.InvalidOperationException);
        }
    }

    private void Unsubscribe(int which)
    {
        readers[which]!.Dispose();
        readers[which] = null;
        model.Readers[which] = null;
    }

    private void Compare()
    {
        // Those who share a ring count what is claimed as published.
        int published = _isShared && TStorage.IsFixed ? model.Count : model.Available;
        int oldest = Math.Min(model.Oldest, published);
        QueueProperties seen = properties();
        Assert.That(
            (seen.Published, seen.Consumed, seen.Depth, seen.Rejected, seen.Dropped, seen.Readers),
            Is.EqualTo((
                (long)published, (long)oldest, (long)(published - oldest), model.Rejected, model.Dropped,
                model.Readers.Count(mark => mark is not null))));
        Assert.That((seen.Blocked, seen.WaitingReaders, seen.WaitingWriters), Is.EqualTo((0L, 0L, 0L)));
        for (int i = 0; i < readers.Length; i++)
        {
            if (readers[i] is { } reader && model.Readers[i] is { IsDead: false } mark)
            {
                Assert.That(reader.Sequence, Is.EqualTo(mark.Position));
                Assert.That(reader.Depth, Is.EqualTo(model.Available - mark.Position));
                Assert.That(reader.IsCompleted, Is.EqualTo(model.IsCompleted && mark.Position == published));
            }
        }
    }
}
