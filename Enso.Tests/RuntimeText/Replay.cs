using System.Globalization;

namespace Enso.Tests.RuntimeText;

/// <summary>The seed of a random test: from <c>ENSO_SEED</c>, or a new one, printed with how to use it again.
/// </summary>
internal static class Replay
{
    private const string Variable = "ENSO_SEED";

    /// <summary>A generator whose seed the test's output names.</summary>
    public static Random Start()
    {
        string? given = Environment.GetEnvironmentVariable(Variable);
        int seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        string test = TestContext.CurrentContext.Test.Name;
        TestContext.Out.WriteLine($"seed {seed}; replay: {Variable}={seed} dotnet test --filter Name={test}");
        return new Random(seed);
    }
}
