namespace Enso.Tests.InKernel.Stress;

/// <summary>Keeps some thousand blocks of all sizes alive, replaces them at random, and checks each when it goes.</summary>
internal sealed class AllocationWorker(int seed) : StressWorker("allocations", seed)
{
    private const int Slots = 2000;
    private const int ReplacedEachRound = 200;
    private const int LargeOneIn = 200;

    private readonly Block?[] _blocks = new Block?[Slots];

    /// <inheritdoc/>
    public override void Round()
    {
        for (int i = 0; i < ReplacedEachRound; i++)
        {
            int slot = Random.Next(Slots);
            _blocks[slot]?.Check();
            int bytes = Random.Next(LargeOneIn) == 0 ? Random.Next(85_000, 300_000) : Random.Next(1, 600);
            // Each holds on to another, so that there is a graph to mark and to move.
            _blocks[slot] = new Block(bytes, Random.Next(), _blocks[Random.Next(Slots)]);
            _blocks[slot]!.Forget(Random.Next(4) == 0);
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        foreach (Block? block in _blocks)
        {
            block?.Check();
        }
        Array.Clear(_blocks);
    }

    /// <summary>Bytes with a pattern, the text of its mark, and perhaps another block.</summary>
    private sealed class Block
    {
        private readonly byte[] _bytes;
        private readonly string _text;
        private readonly int _mark;
        private Block? _other;

        public Block(int bytes, int mark, Block? other)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(bytes);
            _bytes.AsSpan().Fill((byte)mark);
            _mark = mark;
            _text = mark.ToString(System.Globalization.CultureInfo.InvariantCulture);
            _other = other;
            // A chain of any length would keep everything alive.
            other?.Forget(true);
        }

        public void Forget(bool other) => _other = other ? null : _other;

        public void Check()
        {
            InKernel.Check.Equal(-1, _bytes.AsSpan().IndexOfAnyExcept((byte)_mark));
            InKernel.Check.Equal(_mark, int.Parse(_text, System.Globalization.CultureInfo.InvariantCulture));
            if (_other is { } other)
            {
                InKernel.Check.Equal(-1, other._bytes.AsSpan().IndexOfAnyExcept((byte)other._mark));
            }
        }
    }
}
