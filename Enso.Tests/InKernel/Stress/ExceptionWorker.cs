namespace Enso.Tests.InKernel.Stress;

/// <summary>Throws through many frames, with filters, finally blocks, rethrows and faults of the processor.</summary>
internal sealed class ExceptionWorker(int seed) : StressWorker("exceptions", seed)
{
    private const int Deepest = 40;

    private int _finallies;
    // Never given a value: what the processor faults on.
    private readonly int[]? _nothing = null;
    private readonly int _zero = 0;

    /// <inheritdoc/>
    public override void Round()
    {
        int depth = Random.Next(1, Deepest);
        int kind = Random.Next(4);
        _finallies = 0;
        bool filtered = false;
        try
        {
            Descend(depth, kind);
            Check.That(false, "nothing was thrown");
        }
        catch (Exception exception) when (IsExpected(exception, kind, ref filtered))
        {
            Check.Equal(depth, _finallies);
            Check.That(filtered);
        }
    }

    private static bool IsExpected(Exception exception, int kind, ref bool filtered)
    {
        filtered = true;
        return kind switch
        {
            0 => exception is InvalidOperationException { Message: "stress" },
            1 => exception is NullReferenceException,
            2 => exception is DivideByZeroException,
            _ => exception is IndexOutOfRangeException,
        };
    }

    private static int Beyond(int[] array) => array[array.Length];

    private int Descend(int depth, int kind)
    {
        try
        {
            if (depth > 1)
            {
                return Descend(depth - 1, kind) + 1;
            }
            return kind switch
            {
                0 => throw new InvalidOperationException("stress"),
                1 => _nothing!.Length,
                2 => depth / _zero,
                _ => Beyond(new int[depth]),
            };
        }
        catch (Exception) when (depth % 7 == 0)
        {
            throw;
        }
        finally
        {
            _finallies++;
        }
    }
}
