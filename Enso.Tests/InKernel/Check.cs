using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enso.Tests.InKernel;

/// <summary>An assertion that did not hold, with where it stands.</summary>
public sealed class CheckException(string message, string file, int line) : Exception(message)
{
    /// <summary>Source file.</summary>
    public string File { get; } = file;

    /// <summary>Line in it, from 1.</summary>
    public int Line { get; } = line;
}

/// <summary>Assertions for kernel tests.</summary>
public static class Check
{
    /// <summary>Fails unless the condition holds; the message is the condition's own text.</summary>
    public static void That(bool condition, string? because = null,
        [CallerArgumentExpression(nameof(condition))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!condition)
        {
            throw new CheckException(because is null ? text : $"{text}: {because}", file, line);
        }
    }

    /// <summary>Fails unless the two are equal.</summary>
    public static void Equal<T>(T expected, T actual,
        [CallerArgumentExpression(nameof(actual))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new CheckException($"{text} is {actual}, expected {expected}", file, line);
        }
    }

    /// <summary>Fails unless the action throws exactly <typeparamref name="T"/>; returns what it threw.</summary>
    public static T Throws<T>(Action action,
        [CallerArgumentExpression(nameof(action))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T expected) when (expected.GetType() == typeof(T))
        {
            return expected;
        }
        catch (Exception other)
        {
            throw new CheckException($"{text} threw {other.GetType().Name} ({other.Message}), expected {typeof(T).Name}",
                file, line);
        }
        throw new CheckException($"{text} threw nothing, expected {typeof(T).Name}", file, line);
    }

    /// <summary>Fails unless the task ends with exactly <typeparamref name="T"/>; gives what it ended with.</summary>
    public static async Task<T> ThrowsAsync<T>(Func<Task> action,
        [CallerArgumentExpression(nameof(action))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : Exception
    {
        try
        {
            await action();
        }
        catch (Exception thrown)
        {
            return Throws<T>(ExceptionDispatchInfo.Capture(thrown).Throw, text, file, line);
        }
        throw new CheckException($"{text} threw nothing, expected {typeof(T).Name}", file, line);
    }

    /// <summary>Fails unless the elements are equal and in the same order.</summary>
    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual,
        [CallerArgumentExpression(nameof(actual))] string text = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        T[] wanted = [.. expected];
        T[] got = [.. actual];
        if (!wanted.AsSpan().SequenceEqual(got, EqualityComparer<T>.Default))
        {
            throw new CheckException($"{text} is {string.Join(',', got)}, expected {string.Join(',', wanted)}", file, line);
        }
    }
}
