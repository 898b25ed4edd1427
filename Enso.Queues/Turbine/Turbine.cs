namespace Enso.Queues;

/// <summary>One ring through which messages go from stage to stage without being moved or copied. Each
/// stage sees every message; it stays behind the stages that it comes after, or behind the writers, and the
/// writers stay a ring's length ahead of the last stages at most. So stages form pipelines, diamonds and
/// multicasts, in any combination.</summary>
/// <remarks><para>The idea is that of the LMAX Disruptor (Thompson et al., 2011).</para>
/// <para>First the stages are added, on one thread; the first writer that is handed out ends that. A stage
/// is read by one thread at a time. What a stage writes into a message before it releases it is seen by the
/// stages after it; stages that do not come after one another look at a message at the same time and must
/// not write the same parts.</para></remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class Turbine<T>
{
    private readonly QueueCore<T, Vec<T>> _core;
    private readonly Marks? _marks;
    private readonly SingleWriter<T, Vec<T>>? _single;

    // Guards what follows; neither publishing nor reading takes it.
    private readonly Lock _lock = new();
    private readonly List<Reader<T, Vec<T>>> _stages = [];
    private readonly HashSet<Reader<T, Vec<T>>> _running = [];
    private bool _isSealed;

    /// <summary>Makes a turbine without stages.</summary>
    /// <param name="options">Capacity, policy and waiting; <see cref="QueueOptions.MaximumReaders"/> is how
    /// many stages there can be.</param>
    /// <param name="severalWriters">Whether it is for several writers (<see cref="AddWriter"/>) instead of
    /// one (<see cref="Writer"/>).</param>
    /// <param name="fill">Makes the message that each place holds from the beginning, for messages that are
    /// written where they lie; null for default values.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message
    /// says what is.</exception>
    public Turbine(QueueOptions options, bool severalWriters = false, Func<T>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _core = new QueueCore<T, Vec<T>>(
            options, Vec<T>.Create(options.Capacity, options.MaximumCapacity, fill), options.MaximumReaders);
        _marks = severalWriters ? new Marks(options.Capacity) : null;
        _single = severalWriters ? null : new SingleWriter<T, Vec<T>>(_core);
    }

    /// <summary>The only writer. From now on no stage can be added.</summary>
    /// <exception cref="InvalidOperationException">There is no stage yet, or the turbine is for several
    /// writers.</exception>
    public SingleWriter<T, Vec<T>> Writer
    {
        get
        {
            SingleWriter<T, Vec<T>> writer = _single ?? throw new InvalidOperationException(
                "The turbine is made for several writers: each gets an end of its own by AddWriter.");
            Seal();
            return writer;
        }
    }

    /// <summary>What can be seen of the turbine from outside, as of about now. What the slowest stage has
    /// released is consumed.</summary>
    public QueueProperties Properties => QueueProperties.Of(_core);

    /// <summary>Where the cursors stand, as of about now, and which stages each stage stays behind.</summary>
    public QueueView View()
    {
        lock (_lock)
        {
            return QueueView.Of(_core, _marks, index =>
                index - QueueCore<T, Vec<T>>.FirstReader < _stages.Count
                    ? _stages[index - QueueCore<T, Vec<T>>.FirstReader].After
                    : []);
        }
    }

    /// <summary>Adds a writer, at any time, from any thread. From now on no stage can be added.</summary>
    /// <returns>An end of its own.</returns>
    /// <exception cref="InvalidOperationException">There is no stage yet, or the turbine is for one
    /// writer.</exception>
    public IQueueWriter<T> AddWriter()
    {
        Marks marks = _marks ?? throw new InvalidOperationException(
            "The turbine is made for one writer, its Writer: make it with severalWriters for more.");
        Seal();
        return new SharedWriter<T, Vec<T>>(_core, marks);
    }

    /// <summary>Adds a stage. A cycle cannot be made: a stage comes after stages that were there before
    /// it.</summary>
    /// <param name="after">The stages that must have released a message before this one sees it; none to
    /// come right after the writers.</param>
    /// <returns>The stage's end, where its messages come out and may be changed.</returns>
    /// <exception cref="ArgumentException">A stage of <paramref name="after"/> is not of this
    /// turbine.</exception>
    /// <exception cref="InvalidOperationException">A writer was handed out before, or there are as many
    /// stages as the turbine was made for, or more than one in a turbine that drops the oldest.</exception>
    public Reader<T, Vec<T>> AddStage(params ReadOnlySpan<Reader<T, Vec<T>>> after)
    {
        lock (_lock)
        {
            CheckRoomForStage();
            Reader<T, Vec<T>>[] before = after.ToArray();
            foreach (Reader<T, Vec<T>> stage in before)
            {
                CheckStage(stage, nameof(after));
            }

            int index = QueueCore<T, Vec<T>>.FirstReader + _stages.Count;
            bool isFirst = before.Length == 0;
            int[] cursors = isFirst
                ? [QueueCore<T, Vec<T>>.Writer]
                : Array.ConvertAll(before, stage => stage.Index);
            _core.PlaceFirst(index);
            Reader<T, Vec<T>> added = new(_core, index, cursors, isFirst ? _marks : null);
            added.StayBehind(before);
            _stages.Add(added);
            return added;
        }
    }

    /// <summary>Runs a handler over a stage's messages, on a thread of its own, until the turbine is
    /// completed or the thread is stopped.</summary>
    /// <remarks>An exception in the handler ends the stage as <see cref="Fail"/> says; it does not end the
    /// process.</remarks>
    /// <typeparam name="THandler">The handler's type: a structure is compiled into the loop.</typeparam>
    /// <param name="stage">One of this turbine's stages, which nobody else reads meanwhile.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="batch">How many messages it gets at most at a time.</param>
    /// <returns>The thread, which has started.</returns>
    /// <exception cref="ArgumentException">The stage is not of this turbine.</exception>
    /// <exception cref="InvalidOperationException">The stage has a thread already.</exception>
    public StageThread Run<THandler>(Reader<T, Vec<T>> stage, THandler handler, int batch = int.MaxValue)
        where THandler : IBatchHandler<T>
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        lock (_lock)
        {
            CheckStage(stage, nameof(stage));
            if (!_running.Add(stage))
            {
                throw new InvalidOperationException("The stage has a thread already: stop and join it first.");
            }
        }

        return StageThread.Start(this, stage, handler, batch);
    }

    /// <summary>The same with a delegate.</summary>
    /// <param name="stage">One of this turbine's stages, which nobody else reads meanwhile.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="batch">How many messages it gets at most at a time.</param>
    /// <returns>The thread, which has started.</returns>
    public StageThread Run(Reader<T, Vec<T>> stage, BatchHandler<T> handler, int batch = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Run(stage, new DelegateBatchHandler<T>(handler), batch);
    }

    /// <summary>Says that a stage reads no more. It completes the turbine, so nobody waits for ever:
    /// writers get a <see cref="QueueCompletedException"/> with the error in it, at the latest when they
    /// have used the room that they knew of; stages after this one get what it had released and then end
    /// with the same; the others get what was published before the failure and then end.</summary>
    /// <param name="stage">One of this turbine's stages; called by the thread that reads it.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="ArgumentException">The stage is not of this turbine.</exception>
    public void Fail(Reader<T, Vec<T>> stage, Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        lock (_lock)
        {
            CheckStage(stage, nameof(stage));

            // First the failure, then the end: whoever sees the end sees why.
            stage.Fail(error);
            if (_single is not null)
            {
                _single.Complete(error);
            }
            else
            {
                new SharedWriter<T, Vec<T>>(_core, _marks!).Complete(error);
            }
        }
    }

    /// <summary>Says that a stage's thread has ended.</summary>
    /// <param name="stage">The stage.</param>
    internal void Leave(Reader<T, Vec<T>> stage)
    {
        lock (_lock)
        {
            _running.Remove(stage);
        }
    }

    private void Seal()
    {
        lock (_lock)
        {
            if (_stages.Count == 0)
            {
                throw new InvalidOperationException(
                    "The turbine has no stage, so nobody would see a message: add one by AddStage first.");
            }

            _isSealed = true;
        }
    }

    private void CheckRoomForStage()
    {
        if (_isSealed)
        {
            throw new InvalidOperationException(
                "A writer was handed out, so messages may be under way already: add all stages before.");
        }

        if (_stages.Count == _core.Options.MaximumReaders)
        {
            throw new InvalidOperationException(
                $"The turbine has {_stages.Count} stages, as many as it was made for: "
                + "make it with more MaximumReaders.");
        }

        if (_core.DropsOldest && _stages.Count != 0)
        {
            throw new InvalidOperationException(
                $"A turbine that drops the oldest message ({FullPolicy.DropOldest}) has one stage: a later one "
                + "would see messages that an earlier one has missed.");
        }
    }

    private void CheckStage(Reader<T, Vec<T>>? stage, string name)
    {
        ArgumentNullException.ThrowIfNull(stage, name);
        if (!_stages.Contains(stage))
        {
            throw new ArgumentException("The stage is one of another turbine, or of no turbine.", name);
        }
    }
}
