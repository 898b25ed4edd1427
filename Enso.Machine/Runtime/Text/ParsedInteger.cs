namespace Enso.Machine.Runtime.Text;

/// <summary>What <see cref="IntegerParser.Parse"/> read: a sign and a magnitude.</summary>
internal struct ParsedInteger
{
    /// <summary>The absolute value; meaningless when <see cref="Overflow"/> is set.</summary>
    public ulong Magnitude;

    /// <summary>How many bytes were read, space and sign included; 0 when there was no number.</summary>
    public long Consumed;

    /// <summary>Whether a minus sign stood in front.</summary>
    public bool Negative;

    /// <summary>Whether the magnitude needs more than 64 bits.</summary>
    public bool Overflow;

    /// <summary>Whether the value is not one of <see cref="long"/>.</summary>
    public readonly bool OverflowsSigned
        => Overflow || Magnitude > (Negative ? 1UL << 63 : long.MaxValue);

    /// <summary>The value as <c>strtol</c> gives it: the nearest bound when it does not fit.</summary>
    public readonly long Signed
        => OverflowsSigned
            ? (Negative ? long.MinValue : long.MaxValue)
            : (long)(Negative ? 0 - Magnitude : Magnitude);

    /// <summary>The value as <c>strtoul</c> gives it: negated modulo 2^64 after a minus sign, the upper
    /// bound when it does not fit.</summary>
    public readonly ulong Unsigned
        => Overflow ? ulong.MaxValue : Negative ? 0 - Magnitude : Magnitude;
}
