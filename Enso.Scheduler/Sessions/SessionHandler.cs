using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Serves a session: one call for each, as a task of its own, child of the process.</summary>
/// <typeparam name="TProtocol">The protocol, from the client's side.</typeparam>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="context">The session's task.</param>
/// <param name="state">The process's state. All its sessions share it, and are tasks of one core: between two waits
/// nobody else sees it.</param>
/// <param name="session">The session, at its first step.</param>
public delegate ReactorTask SessionHandler<TProtocol, TState>(
    TaskContext context, TState state, Session<Dual<TProtocol>, NoLoop, TaskTransport> session)
    where TProtocol : struct, IProtocol;
