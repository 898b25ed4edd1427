namespace Enso.Scheduler;

/// <summary>What a process does with a message. It is short: it does not wait.</summary>
/// <typeparam name="TMessage">The messages' type.</typeparam>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="context">The process's task, which may start children.</param>
/// <param name="state">Its state, which nobody else sees.</param>
/// <param name="message">The message, where it lies in the mailbox: valid during the call.</param>
public delegate void ProcessHandler<TMessage, TState>(in TaskContext context, ref TState state, in TMessage message);
