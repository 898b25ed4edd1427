namespace Enso.Tool.Benchmarks;

/// <summary>A program that measures, ready to run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Command">What runs it.</param>
/// <param name="Arguments">The first of its arguments.</param>
internal sealed record BenchmarkProgram(string Name, string Command, IReadOnlyList<string> Arguments)
{
    /// <summary>Runs it.</summary>
    /// <param name="run">Runs a program with further arguments and gives what it wrote.</param>
    /// <param name="words">The further arguments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it measured.</returns>
    /// <exception cref="ToolException">It did not come to a good end.</exception>
    public async Task<BenchmarkOutput> ReadAsync(
        Func<BenchmarkProgram, IReadOnlyList<string>, CancellationToken, Task<string>> run,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken)
    {
        BenchmarkOutput output;
        try
        {
            output = BenchmarkOutput.Parse(await run(this, words, cancellationToken));
        }
        catch (FormatException error)
        {
            throw new ToolException($"{Name}: {error.Message}.", error);
        }

        return output.IsComplete
            ? output
            : throw new ToolException($"{Name}: it did not say that it had come to its end.");
    }

    /// <summary>The value that it must have measured once.</summary>
    /// <param name="output">What it measured.</param>
    /// <param name="name">The value's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ToolException">It is not there.</exception>
    public double One(BenchmarkOutput output, string name) =>
        output.Values(name) is [var value]
            ? value
            : throw new ToolException($"{Name}: it did not measure '{name}' once.");
}
