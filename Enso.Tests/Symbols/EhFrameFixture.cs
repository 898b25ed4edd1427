using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Enso.Machine.Diagnostics;

namespace Enso.Tests.Symbols;

/// <summary>An <c>.eh_frame_hdr</c> and <c>.eh_frame</c> written byte by byte, in memory that does not move,
/// given to the unwinder until disposed. The code that it describes is not there: addresses start at
/// <see cref="Code"/>.</summary>
internal sealed unsafe class EhFrameFixture : IDisposable
{
    private const int Capacity = 4096;
    private const int FramesAt = 1024;

    private readonly byte* _memory;
    private readonly List<(ulong Start, int Entry)> _functions = [];
    private int _length = FramesAt;
    private int _common;

    /// <summary>Creates empty tables.</summary>
    public EhFrameFixture()
    {
        // SAFETY: every write below is through Bytes, which has the block's size.
        _memory = (byte*)NativeMemory.AllocZeroed(Capacity);
        Code = (ulong)_memory + 0x10_0000;
    }

    /// <summary>Where the pretended code starts.</summary>
    public ulong Code { get; }

    private Span<byte> Bytes => new(_memory, Capacity);

    /// <summary>Starts a common entry; functions added after it belong to it.</summary>
    /// <param name="augmentation">Such as <c>zR</c>; L and P get plausible data.</param>
    /// <param name="program">Its instructions.</param>
    public EhFrameFixture Common(string augmentation, params byte[] program)
    {
        List<byte> data = [];
        foreach (char letter in augmentation[1..])
        {
            data.AddRange(letter switch
            {
                'R' => [0x1B],
                'L' => [0x1B],
                'P' => [0x9B, 1, 2, 3, 4],
                _ => Array.Empty<byte>(),
            });
        }
        byte[] letters = System.Text.Encoding.ASCII.GetBytes(augmentation);
        List<byte> body = [0, 0, 0, 0, 1, .. letters, 0, 1, 0x78, 16,
            (byte)data.Count, .. data, .. program];
        _common = _length;
        Append(body);
        return this;
    }

    /// <summary>Adds a function at an offset from <see cref="Code"/>.</summary>
    public EhFrameFixture Function(uint offset, uint size, params byte[] program)
    {
        int at = _length;
        ulong start = Code + offset;
        List<byte> body = [.. Le(at + 4 - _common),
            .. Le((int)(long)(start - ((ulong)_memory + (ulong)at + 8))),
            .. Le((int)size)];
        bool hasLanguageData = Bytes[(_common + 9)..].IndexOf((byte)'L') is >= 0 and < 4;
        body.AddRange(hasLanguageData ? [4, 0, 0, 0, 0] : [(byte)0]);
        body.AddRange(program);
        Append(body);
        _functions.Add((start, at));
        return this;
    }

    /// <summary>Writes the search table and hands everything to the unwinder.</summary>
    public EhFrameFixture Load()
    {
        byte[] header = [1, 0x1B, 0x03, 0x3B, .. Le(FramesAt - 4), .. Le(_functions.Count)];
        header.CopyTo(Bytes);
        int at = header.Length;
        foreach ((ulong start, int entry) in _functions.OrderBy(f => f.Start))
        {
            Le((int)(long)(start - (ulong)_memory)).CopyTo(Bytes[at..]);
            Le(entry).CopyTo(Bytes[(at + 4)..]);
            at += 8;
        }
        if (!Unwinder.Initialize(_memory))
        {
            throw new InvalidOperationException("the unwinder refused the fixture's tables");
        }
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Unwinder.Initialize(null);
        NativeMemory.Free(_memory);
    }

    private void Append(List<byte> body)
    {
        while (body.Count % 8 != 4)
        {
            body.Add(0);
        }
        Le(body.Count).CopyTo(Bytes[_length..]);
        body.ToArray().CopyTo(Bytes[(_length + 4)..]);
        _length += 4 + body.Count;
    }

    private static byte[] Le(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
