namespace Enso.Scheduler;

/// <summary>An actor: a mailbox, a state, and what is done with each message. It runs as a task of one core, one
/// message at a time; messages come from any core.</summary>
/// <remarks><para>It is started as any task: <c>Spawn(process.Incarnate())</c>, or by
/// <c>Supervise(process.Incarnate)</c>, and then it is started again when it fails, as its parent's
/// <see cref="Supervision"/> says. The mailbox outlives the failure.
/// </para>
/// <para>When it has ended, and was not started again, its mailbox is closed: what lies in it is discarded, and
/// requests (<see cref="IRequest"/>) are refused.</para></remarks>
/// <typeparam name="TMessage">The messages' type. A structure is copied into the mailbox, once; requests are
/// <see cref="IRequest"/>s.</typeparam>
/// <typeparam name="TState">The state's type.</typeparam>
public sealed class Process<TMessage, TState>
{
    private readonly Func<TState> _start;
    private readonly ProcessHandler<TMessage, TState> _handle;
    private readonly ProcessOptions _options;
    private TState? _state;
    private bool _hasState;

    /// <summary>Makes it; it does not run yet, but messages can be sent already.</summary>
    /// <param name="cluster">The cores from which messages come.</param>
    /// <param name="start">Makes the state.</param>
    /// <param name="handle">What it does with a message.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says
    /// what is.
    /// </exception>
    public Process(
        Cluster cluster, Func<TState> start, ProcessHandler<TMessage, TState> handle, ProcessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(handle);
        _start = start;
        _handle = handle;
        _options = options ?? new ProcessOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Batch, 1, nameof(options));
        Mailbox = new Mailbox<TMessage>(cluster, _options.Capacity);
    }

    /// <summary>Where messages for it go: its address.</summary>
    public Mailbox<TMessage> Mailbox { get; }

    /// <summary>How many messages it has taken.</summary>
    public long Taken { get; private set; }

    /// <summary>How often it was started, or started again.</summary>
    public int Starts { get; private set; }

    /// <summary>Its work, for a task to run: one at a time, all on the same core.</summary>
    public Work Incarnate()
    {
        Mailbox.Announce();
        return new Incarnation(this);
    }

    private sealed class Incarnation(Process<TMessage, TState> process) : Work
    {
        private bool _hasEntered;

        /// <inheritdoc/>
        protected internal override Poll Poll(in TaskContext context)
        {
            Mailbox<TMessage> mailbox = process.Mailbox;
            if (context.IsCancelled)
            {
                return Scheduler.Poll.End;
            }

            if (!_hasEntered)
            {
                Begin(in context);
            }

            int count = 0;
            while (count < process._options.Batch && mailbox.TryPeek(out Enso.Queues.Slots<TMessage> messages))
            {
                count++;
                process.Taken++;
                ref TMessage message = ref messages[0];
                try
                {
                    process._handle(in context, ref process._state!, in message);
                }
                catch (Exception error)
                {
                    // The message is gone, its sender knows why, and the task fails.
                    (message as IRequest)?.Refuse(error);
                    mailbox.Release(ref message);
                    mailbox.WakeSenders();
                    throw;
                }

                mailbox.Release(ref message);
            }

            if (count != 0)
            {
                mailbox.WakeSenders();
            }

            return count == process._options.Batch ? Scheduler.Poll.Yield : Scheduler.Poll.Wait;
        }

        /// <inheritdoc/>
        protected internal override void OnEnded(TaskOutcome outcome) =>
            process.Mailbox.Leave(_hasEntered, mayComeBack: outcome == TaskOutcome.Failed);

        /// <inheritdoc/>
        protected internal override void OnRefused() => process.Mailbox.Refuse();

        private void Begin(in TaskContext context)
        {
            process.Mailbox.Enter(context.Reactor, context.Id);
            _hasEntered = true;
            process.Starts++;
            if (!process._hasState || !process._options.KeepsState)
            {
                process._hasState = false;
                process._state = process._start();
                process._hasState = true;
            }
        }
    }
}
