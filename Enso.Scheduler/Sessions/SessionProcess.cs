using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>An actor whose conversation with each client follows a protocol: clients of any core open sessions with
/// it, each is served by a task of its own, and all of them share its state. A step that the protocol does not allow
/// does not compile, at either end.</summary>
/// <remarks><para>It is started as any process: <c>Spawn(process.Incarnate())</c>, or <c>Supervise(process.Incarnate)
/// </c>, and then it is started again when it fails. Sessions are its children: they end with it, and their clients
/// are told.</para>
/// <para>A session whose handler throws, or returns before its end, fails alone: its client is told, its stack is in
/// the log, and other sessions go on.</para></remarks>
/// <typeparam name="TProtocol">The protocol, from the client's side.</typeparam>
/// <typeparam name="TState">The state's type.</typeparam>
public sealed class SessionProcess<TProtocol, TState>
    where TProtocol : struct, IProtocol
    where TState : class
{
    private static readonly TaskOptions s_session = new() { Name = "session" };

    private readonly Func<TState> _start;
    private readonly SessionHandler<TProtocol, TState> _serve;
    private readonly SessionProcessOptions _options;
    private readonly Mailbox<Opening> _mailbox;

    // Sessions whose tasks have not run yet: if one never does, its client is told all the same.
    private readonly Dictionary<TaskId, LinkTransport> _accepted = [];
    private TState? _state;

    /// <summary>Makes it; it does not run yet, but sessions can be opened already.</summary>
    /// <param name="cluster">The cores from which sessions are opened.</param>
    /// <param name="start">Makes the state.</param>
    /// <param name="serve">Serves a session.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what
    /// is.</exception>
    public SessionProcess(
        Cluster cluster,
        Func<TState> start,
        SessionHandler<TProtocol, TState> serve,
        SessionProcessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(serve);
        _start = start;
        _serve = serve;
        _options = options ?? new SessionProcessOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Sessions, 1, nameof(options));
        Capacities.Check(_options.Capacity);
        _mailbox = new Mailbox<Opening>(cluster, _options.Waiting);
        Port = new SessionPort<TProtocol>(_mailbox, _options.Capacity);
    }

    /// <summary>Where sessions with it are opened: its address.</summary>
    public SessionPort<TProtocol> Port { get; }

    /// <summary>How many sessions it serves now.</summary>
    public int Open { get; private set; }

    /// <summary>How many sessions it has begun to serve.</summary>
    public long Begun { get; private set; }

    /// <summary>How many were refused because the core had no place for another task.</summary>
    public long Refused { get; private set; }

    /// <summary>How often it was started, or started again.</summary>
    public int Starts { get; private set; }

    /// <summary>Its work, for a task to run: one at a time, all on the same core.</summary>
    public Work Incarnate()
    {
        _mailbox.Announce();
        return new Incarnation(this);
    }

    private static async ReactorTask Serve(
        SessionProcess<TProtocol, TState> process, TaskContext context, TState state, LinkTransport far)
    {
        process._accepted.Remove(context.Id);
        Session<Dual<TProtocol>, NoLoop, TaskTransport> session =
            Sessions.Start<Dual<TProtocol>, TaskTransport>(TaskTransport.Create(context.Reactor, far));
        try
        {
            await process._serve(context, state, session);
            if (!session.IsOver)
            {
                throw new SessionException("The process has left the session before its end.");
            }
        }
        catch (Exception error)
        {
            session.Abandon(error);
            throw;
        }
    }

    private sealed class Incarnation(SessionProcess<TProtocol, TState> process) : Work
    {
        private bool _hasEntered;

        /// <inheritdoc/>
        protected internal override Poll Poll(in TaskContext context)
        {
            if (context.IsCancelled)
            {
                return Scheduler.Poll.End;
            }

            if (!_hasEntered)
            {
                Begin(in context);
            }

            Mailbox<Opening> mailbox = process._mailbox;
            int count = 0;
            while (process.Open < process._options.Sessions && mailbox.TryPeek(out Slots<Opening> openings))
            {
                count++;
                ref Opening opening = ref openings[0];
                Accept(in context, opening);
                mailbox.Release(ref opening);
            }

            if (count != 0)
            {
                mailbox.WakeSenders();
            }

            return Scheduler.Poll.Wait;
        }

        /// <inheritdoc/>
        protected internal override void OnChildEnded(
            in TaskContext context, TaskId child, TaskOutcome outcome, Exception? error)
        {
            process.Open--;
            if (process._accepted.Remove(child, out LinkTransport far))
            {
                far.Complete(new OperationCanceledException("The session was cancelled before it was served."));
            }
        }

        /// <inheritdoc/>
        protected internal override void OnEnded(TaskOutcome outcome)
        {
            if (_hasEntered)
            {
                foreach (LinkTransport far in process._accepted.Values)
                {
                    far.Complete(new ProcessEndedException("The process has ended before it served the session."));
                }

                process._accepted.Clear();
                process.Open = 0;
            }

            process._mailbox.Leave(_hasEntered, mayComeBack: outcome == TaskOutcome.Failed);
        }

        /// <inheritdoc/>
        protected internal override void OnRefused() => process._mailbox.Refuse();

        private void Begin(in TaskContext context)
        {
            process._mailbox.Enter(context.Reactor, context.Id);
            _hasEntered = true;
            process.Starts++;
            if (!process._options.KeepsState)
            {
                process._state = null;
            }

            process._state ??= process._start();
        }

        private void Accept(in TaskContext context, Opening opening)
        {
            try
            {
                TaskId task = context.Spawn(Serve(process, context, process._state!, opening.Far), s_session);
                process._accepted.Add(task, opening.Far);
                process.Open++;
                process.Begun++;
            }
            catch (TaskLimitException error)
            {
                // It is the client's to know: other sessions go on.
                process.Refused++;
                opening.Refuse(error);
            }
        }
    }
}
