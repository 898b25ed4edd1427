namespace Enso.Machine.Runtime.Text;

/// <summary>Where formatted text goes: a bounded buffer that keeps what fits, or a file descriptor behind a
/// buffer. Either way <see cref="Total"/> counts every byte, as C99 wants of <c>snprintf</c>.</summary>
internal unsafe struct FormatOutput
{
    private const int NoDescriptor = -1;

    private byte* _buffer;
    private ulong _capacity;
    private ulong _held;
    private int _descriptor;
    private bool _failed;

    /// <summary>Bytes put so far, kept or not.</summary>
    public ulong Total;

    /// <summary>What a formatting function returns: <see cref="Total"/>, or -1 when writing failed or an
    /// <c>int</c> cannot hold it.</summary>
    public readonly int Result => _failed || Total > int.MaxValue ? -1 : (int)Total;

    /// <summary>Output to <paramref name="size"/> bytes of memory, of which the terminator takes
    /// one.</summary>
    public static FormatOutput ToBuffer(byte* buffer, ulong size)
    {
        FormatOutput output = default;
        output._buffer = buffer;
        output._capacity = size;
        output._descriptor = NoDescriptor;
        return output;
    }

    /// <summary>Output to a file descriptor, gathered in <paramref name="buffer"/> so that a line is one
    /// write. </summary>
    public static FormatOutput ToDescriptor(int descriptor, byte* buffer, ulong size)
    {
        FormatOutput output = default;
        output._buffer = buffer;
        output._capacity = size;
        output._descriptor = descriptor;
        return output;
    }

    /// <summary>Puts one byte.</summary>
    public void Put(byte value)
    {
        Total++;
        // SAFETY: _held is below _capacity, the size of _buffer, wherever a byte is stored.
        if (_descriptor != NoDescriptor)
        {
            if (_held == _capacity)
            {
                Flush();
            }
            _buffer[_held++] = value;
        }
        else if (_held + 1 < _capacity)
        {
            _buffer[_held++] = value;
        }
    }

    /// <summary>Puts bytes.</summary>
    public void Put(byte* text, ulong length)
    {
        for (ulong i = 0; i < length; i++)
        {
            Put(text[i]);
        }
    }

    /// <summary>Puts one byte <paramref name="count"/> times; none when that is negative.</summary>
    public void Repeat(byte value, long count)
    {
        for (; count > 0; count--)
        {
            if (_descriptor == NoDescriptor && _held + 1 >= _capacity)
            {
                // Nothing more is kept, so a width of a billion need not be a loop of as many rounds.
                Total += (ulong)count;
                return;
            }
            Put(value);
        }
    }

    /// <summary>Ends the text in a buffer with zero; a buffer of no bytes stays as it is.</summary>
    public readonly void Terminate()
    {
        if (_capacity != 0)
        {
            _buffer[_held] = 0;
        }
    }

    /// <summary>Writes what is held to the descriptor. After a failure the rest is dropped, and
    /// <see cref="Result"/> says so.</summary>
    public void Flush()
    {
        if (!_failed && DescriptorWriter.WriteAll(_descriptor, _buffer, _held) != _held)
        {
            _failed = true;
        }
        _held = 0;
    }
}
