namespace Enso.Machine.Runtime.Text;

/// <summary>The exact decimal expansion of a finite double. Every double has one: at most 309 digits before
/// the point and 1074 after it. It is held in limbs of nine digits around a fixed point, 620 bytes, all on
/// the stack.</summary>
/// <remarks>A digit is named by its power of ten: 0 is the units, -1 the tenths.</remarks>
internal unsafe struct DecimalExpansion
{
    private const int LimbDigits = 9;
    private const uint LimbRadix = 1_000_000_000;
    private const int IntegerLimbs = 35;
    private const int FractionLimbs = 120;
    private const int LimbCount = IntegerLimbs + FractionLimbs;

    // The most bits by which a limb can move up with room in 64 bits, and down with no remainder: 10^9 has
    // nine factors of two.
    private const int MultiplyBits = 29;
    private const int DivideBits = 9;

    private const int MantissaBits = 52;
    private const int SmallestExponent = -1074;

    // SAFETY of every access: an index is in [_first, _end), or was checked; both bounds stay within
    // 0..LimbCount because no double has more digits than there is room for (the remark above).
    private fixed uint _limbs[LimbCount];

    // The most significant limb that is not zero, and one beyond the last that is not zero.
    private int _first;
    private int _end;

    /// <summary>Whether the value is zero.</summary>
    public readonly bool IsZero => _first >= _end;

    /// <summary>The power of the most significant digit that is not zero; 0 for zero.</summary>
    public int HighestPower
    {
        get
        {
            if (IsZero)
            {
                return 0;
            }
            int power = (IntegerLimbs - 1 - _first) * LimbDigits;
            for (uint limb = _limbs[_first]; limb >= 10; limb /= 10)
            {
                power++;
            }
            return power;
        }
    }

    /// <summary>The power of the least significant digit that is not zero; 0 for zero.</summary>
    public int LowestPower
    {
        get
        {
            if (IsZero)
            {
                return 0;
            }
            int power = (IntegerLimbs - _end) * LimbDigits;
            for (uint limb = _limbs[_end - 1]; limb % 10 == 0; limb /= 10)
            {
                power++;
            }
            return power;
        }
    }

    /// <summary>Expands the absolute value of a finite double.</summary>
    public void Load(double value)
    {
        for (int i = 0; i < LimbCount; i++)
        {
            _limbs[i] = 0;
        }
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        ulong mantissa = bits & ((1UL << MantissaBits) - 1);
        int exponent = (int)(bits >> MantissaBits) & 0x7FF;
        if (exponent != 0)
        {
            mantissa |= 1UL << MantissaBits;
            exponent--;
        }
        exponent += SmallestExponent;
        _limbs[IntegerLimbs - 1] = (uint)(mantissa % LimbRadix);
        _limbs[IntegerLimbs - 2] = (uint)(mantissa / LimbRadix);
        _first = IntegerLimbs - 2;
        _end = IntegerLimbs;
        Trim();
        while (exponent > 0 && !IsZero)
        {
            int step = exponent < MultiplyBits ? exponent : MultiplyBits;
            Multiply(step);
            exponent -= step;
        }
        while (exponent < 0 && !IsZero)
        {
            int step = -exponent < DivideBits ? -exponent : DivideBits;
            Divide(step);
            exponent += step;
        }
    }

    /// <summary>One digit, 0 to 9; digits outside the expansion are 0.</summary>
    public uint Digit(int power)
    {
        int limb = LimbOf(power);
        if (limb < _first || limb >= _end)
        {
            return 0;
        }
        return _limbs[limb] / PowerOfTen(PlaceOf(power)) % 10;
    }

    /// <summary>Rounds so that no digit below <paramref name="power"/> remains: to nearest, ties to
    /// even.</summary>
    public void RoundAt(int power)
    {
        int limb = LimbOf(power);
        if (IsZero || limb >= _end)
        {
            return;
        }
        uint next = Digit(power - 1);
        bool up = next > 5 || (next == 5 && (HasDigitsBelow(power - 1) || (Digit(power) & 1) != 0));
        uint unit = PowerOfTen(PlaceOf(power));
        if (limb < _first)
        {
            // Every digit goes; what is left is zero, or one unit at the power.
            _first = limb;
            _limbs[limb] = 0;
        }
        for (int i = limb + 1; i < _end; i++)
        {
            _limbs[i] = 0;
        }
        _end = limb + 1;
        _limbs[limb] -= _limbs[limb] % unit;
        if (up)
        {
            _limbs[limb] += unit;
            for (; _limbs[limb] >= LimbRadix; limb--)
            {
                _limbs[limb] -= LimbRadix;
                _limbs[limb - 1]++;
            }
            if (limb < _first)
            {
                _first = limb;
            }
        }
        Trim();
    }

    private bool HasDigitsBelow(int power)
    {
        int limb = LimbOf(power);
        if (limb < _first)
        {
            return true;
        }
        return _end > limb + 1 || (limb < _end && _limbs[limb] % PowerOfTen(PlaceOf(power)) != 0);
    }

    private void Multiply(int bits)
    {
        ulong carry = 0;
        for (int i = _end - 1; i >= _first; i--)
        {
            ulong product = ((ulong)_limbs[i] << bits) + carry;
            _limbs[i] = (uint)(product % LimbRadix);
            carry = product / LimbRadix;
        }
        if (carry != 0)
        {
            _limbs[--_first] = (uint)carry;
        }
        Trim();
    }

    private void Divide(int bits)
    {
        uint carry = 0;
        uint mask = (1u << bits) - 1;
        for (int i = _first; i < _end; i++)
        {
            uint remainder = _limbs[i] & mask;
            _limbs[i] = (_limbs[i] >> bits) + carry;
            carry = (LimbRadix >> bits) * remainder;
        }
        if (carry != 0)
        {
            _limbs[_end++] = carry;
        }
        Trim();
    }

    private void Trim()
    {
        while (_first < _end && _limbs[_first] == 0)
        {
            _first++;
        }
        while (_first < _end && _limbs[_end - 1] == 0)
        {
            _end--;
        }
    }

    private static int LimbOf(int power)
        => IntegerLimbs - 1 - (power >= 0 ? power / LimbDigits : ((power + 1) / LimbDigits) - 1);

    private static int PlaceOf(int power) => power - ((IntegerLimbs - 1 - LimbOf(power)) * LimbDigits);

    private static uint PowerOfTen(int exponent)
    {
        uint power = 1;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }
        return power;
    }
}
