namespace Enso.Build.Symbols;

/// <summary>How C++ linker symbols abbreviate operators (Itanium C++ ABI, section 5.1.3.3).</summary>
internal static class ItaniumOperators
{
    /// <summary>What follows the word <c>operator</c>; empty when the code is none.</summary>
    public static string Sign(string code) => code switch
    {
        "nw" => " new", "na" => " new[]", "dl" => " delete", "da" => " delete[]",
        "pl" => "+", "mi" => "-", "ml" => "*", "dv" => "/", "rm" => "%", "an" => "&", "or" => "|",
        "eo" => "^",
        "aS" => "=", "pL" => "+=", "mI" => "-=", "mL" => "*=", "dV" => "/=", "aN" => "&=", "oR" => "|=",
        "ls" => "<<", "rs" => ">>", "lS" => "<<=", "rS" => ">>=", "eq" => "==", "ne" => "!=", "lt" => "<",
        "gt" => ">", "le" => "<=", "ge" => ">=", "nt" => "!", "aa" => "&&", "oo" => "||", "pp" => "++",
        "mm" => "--", "cm" => ",", "pt" => "->", "cl" => "()", "ix" => "[]", "ad" => "&", "de" => "*",
        "ng" => "-", "co" => "~",
        _ => "",
    };
}
