namespace Enso.Queues;

/// <summary>A function of one argument. Implemented by a structure and taken as a type argument, it is compiled into
/// the loop that calls it; the structure's fields are what a lambda would capture.</summary>
/// <remarks>It gives the same for the same argument, and changes nothing else: the laws of what is composed of
/// functions, and that a copy of a persistent stream is one of its own, are for such functions. A function may still
/// count or log, and is called once for each message that is pulled, in their order.</remarks>
/// <typeparam name="T">What it is called with.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
public interface IFunction<in T, out TResult>
{
    /// <summary>Calls the function.</summary>
    /// <param name="argument">What it is called with.</param>
    TResult Invoke(T argument);
}
