namespace Enso.Queues;

/// <summary>What a stage of a turbine does with its messages, as a delegate; see
/// <see cref="IBatchHandler{T}"/>.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="messages">At least one; they are released when it returns.</param>
/// <param name="sequence">The first one's sequence.</param>
/// <param name="isLast">Whether no more are there just now.</param>
public delegate void BatchHandler<T>(Slots<T> messages, long sequence, bool isLast);
