using System.Globalization;
using System.Text;

namespace Enso.Build.Symbols;

/// <summary>Shortens C++ linker symbols (Itanium C++ ABI, section 5.1) to <c>namespace::Class::Method</c>.
/// </summary>
/// <remarks>Arguments and template arguments are read past, not shown: in a stack trace the place matters,
/// and without them no table of substitutions is needed. A form that is not read here leaves the symbol as it
/// is.
/// </remarks>
internal ref struct ItaniumDemangler
{
    // Deeper than any symbol of the runtime; malformed input must not exhaust the stack.
    private const int MaximumDepth = 64;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;
    private bool _failed;

    private ItaniumDemangler(ReadOnlySpan<char> text) => _text = text;

    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    private readonly char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    /// <summary>The readable name, or <paramref name="symbol"/> itself when it is not one that is
    /// read.</summary>
    public static string Readable(string symbol)
    {
        if (!symbol.StartsWith("_Z", StringComparison.Ordinal))
        {
            return symbol;
        }
        ItaniumDemangler demangler = new(symbol.AsSpan(2));
        string prefix = demangler.Thunk();
        string name = demangler.Name();
        return demangler._failed || name.Length == 0 ? symbol : name + prefix;
    }

    private string Thunk()
    {
        string suffix = "";
        while (Current == 'T' && Next is 'h' or 'v')
        {
            bool isVirtual = Next == 'v';
            _at += 2;
            Number();
            Expect('_');
            if (isVirtual)
            {
                Number();
                Expect('_');
            }
            suffix = " (thunk)";
        }
        return suffix;
    }

    private string Name()
    {
        switch (Current)
        {
            case 'N':
                return Nested();
            case 'Z':
                return Local();
            default:
                string space = "";
                if (Current == 'S' && Next == 't')
                {
                    _at += 2;
                    space = "std::";
                }
                string name = space + Unqualified("");
                if (Current == 'I')
                {
                    TemplateArguments();
                }
                return name;
        }
    }

    private string Nested()
    {
        Expect('N');
        while (Current is 'K' or 'V' or 'r' or 'R' or 'O')
        {
            _at++;
        }
        StringBuilder path = new();
        string last = "";
        while (!_failed && Current != 'E')
        {
            if (Current == 'I')
            {
                TemplateArguments();
                continue;
            }
            last = Current == 'S' && Next != 't' ? Substitution() : Component(last);
            if (path.Length > 0)
            {
                path.Append("::");
            }
            path.Append(last);
        }
        Expect('E');
        return path.ToString();
    }

    private string Component(string owner)
    {
        if (Current == 'S')
        {
            _at += 2;
            return "std";
        }
        return Unqualified(owner);
    }

    /// <summary>A function's inner name: <c>Z</c> function <c>E</c> entity.</summary>
    private string Local()
    {
        Expect('Z');
        string outer = Name();
        while (!_failed && Current is not ('E' or '\0'))
        {
            SkipType();
        }
        Expect('E');
        if (Current == 's')
        {
            _at++;
            return outer;
        }
        return outer + "::" + Name();
    }

    private string Unqualified(string owner)
    {
        if (Current == 'L')
        {
            _at++;
        }
        if (char.IsAsciiDigit(Current))
        {
            return SourceName();
        }
        if (Current == 'C' && char.IsAsciiDigit(Next))
        {
            _at += 2;
            return owner;
        }
        if (Current == 'D' && char.IsAsciiDigit(Next))
        {
            _at += 2;
            return "~" + owner;
        }
        if (Current == 'U' && Next is 'l' or 't')
        {
            return Unnamed();
        }
        return Operator();
    }

    private string Unnamed()
    {
        bool lambda = Next == 'l';
        _at += 2;
        if (lambda)
        {
            while (!_failed && Current != 'E')
            {
                SkipType();
            }
            Expect('E');
        }
        Number();
        Expect('_');
        return lambda ? "{lambda}" : "{unnamed}";
    }

    private string SourceName()
    {
        int start = _at;
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }
        if (!int.TryParse(_text[start.._at], CultureInfo.InvariantCulture, out int length)
            || length > _text.Length - _at)
        {
            return Fail();
        }
        string name = _text.Slice(_at, length).ToString();
        _at += length;
        return name.StartsWith("_GLOBAL__N_", StringComparison.Ordinal) ? "(anonymous)" : name;
    }

    private string Operator()
    {
        string code = $"{Current}{Next}";
        _at += 2;
        if (code == "cv")
        {
            SkipType();
            return "operator cast";
        }
        string sign = ItaniumOperators.Sign(code);
        return sign.Length == 0 ? Fail() : "operator" + sign;
    }

    private string Substitution()
    {
        Expect('S');
        char kind = Current;
        _at++;
        switch (kind)
        {
            case 'a':
                return "std::allocator";
            case 'b':
                return "std::basic_string";
            case 's':
                return "std::string";
            case 'i' or 'o' or 'd':
                return "std::iostream";
        }
        while (!_failed && kind != '_')
        {
            kind = Current;
            _at++;
            if (!char.IsAsciiLetterOrDigit(kind) && kind != '_')
            {
                return Fail();
            }
        }
        return "?";
    }

    private void TemplateArguments()
    {
        Expect('I');
        while (!_failed && Current != 'E')
        {
            switch (Current)
            {
                case 'L':
                    Literal();
                    break;
                case 'J':
                    _at++;
                    while (!_failed && Current != 'E')
                    {
                        SkipType();
                    }
                    Expect('E');
                    break;
                default:
                    SkipType();
                    break;
            }
        }
        Expect('E');
    }

    private void Literal()
    {
        Expect('L');
        if (Current == '_' && Next == 'Z')
        {
            Fail();
            return;
        }
        SkipType();
        while (!_failed && Current != 'E')
        {
            if (!char.IsAsciiLetterOrDigit(Current))
            {
                Fail();
            }
            _at++;
        }
        Expect('E');
    }

    private void SkipType()
    {
        if (++_depth > MaximumDepth)
        {
            Fail();
        }
        while (!_failed && Current is 'P' or 'R' or 'O' or 'K' or 'V' or 'r' or 'C' or 'G')
        {
            _at++;
        }
        SkipBareType();
        _depth--;
    }

    private void SkipBareType()
    {
        char kind = Current;
        if (_failed)
        {
            return;
        }
        if (char.IsAsciiDigit(kind) || kind is 'N' or 'Z' || (kind == 'S' && Next == 't'))
        {
            Name();
        }
        else if (kind == 'S')
        {
            Substitution();
            SkipOptionalArguments();
        }
        else if (kind == 'T')
        {
            _at++;
            Number();
            Expect('_');
            SkipOptionalArguments();
        }
        else if (kind == 'F')
        {
            _at++;
            while (!_failed && Current != 'E')
            {
                SkipType();
            }
            Expect('E');
        }
        else if (kind == 'A')
        {
            _at++;
            Number();
            Expect('_');
            SkipType();
        }
        else if (kind == 'M')
        {
            _at++;
            SkipType();
            SkipType();
        }
        else if (kind == 'D' && Next == 'p')
        {
            _at += 2;
            SkipType();
        }
        else if (kind == 'D' && Next is 'n' or 'i' or 's' or 'u' or 'a' or 'c' or 'h' or 'd' or 'e' or 'f')
        {
            _at += 2;
        }
        else if (kind is >= 'a' and <= 'z' && kind is not ('k' or 'p' or 'q' or 'r' or 'u'))
        {
            _at++;
        }
        else
        {
            Fail();
        }
    }

    private void SkipOptionalArguments()
    {
        if (Current == 'I')
        {
            TemplateArguments();
        }
    }

    private void Number()
    {
        if (Current == 'n')
        {
            _at++;
        }
        while (char.IsAsciiDigit(Current))
        {
            _at++;
        }
    }

    private void Expect(char wanted)
    {
        if (Current != wanted)
        {
            Fail();
        }
        _at++;
    }

    private string Fail()
    {
        _failed = true;
        return "";
    }
}
