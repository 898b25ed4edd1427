using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Enso.Build.Analyzers;

/// <summary>What lower code may use of the class library, and why each is harmless: it neither allocates nor
/// throws, needs no static constructor, and calls nothing that does. The walk of the linked image checks the
/// same of what the compiler made of it.</summary>
internal static class AllowedLibrary
{
    private const string Instruction = "each is compiled to one or a few instructions in place";
    private const string Reinterpretation = "only changes how the compiler sees an address or a value";

    private static readonly AllowedMembers[] s_entries =
    [
        new("System.Threading.Volatile", ["Read", "Write"], Instruction),
        new("System.Threading.Interlocked",
            ["Add", "And", "CompareExchange", "Decrement", "Exchange", "Increment", "MemoryBarrier", "Or"],
            Instruction),
        new("System.Numerics.BitOperations",
            ["IsPow2", "LeadingZeroCount", "Log2", "PopCount", "RotateLeft", "RotateRight", "RoundUpToPowerOf2",
                "TrailingZeroCount"],
            "instructions, or pure arithmetic where the processor may lack one"),
        new("System.Math", ["Abs", "BigMul", "Max", "Min"],
            "pure arithmetic; Abs of floating-point numbers only, of integers it throws"),
        new("System.BitConverter",
            ["DoubleToInt64Bits", "DoubleToUInt64Bits", "Int64BitsToDouble", "UInt64BitsToDouble",
                "Int32BitsToSingle", "SingleToInt32Bits", "SingleToUInt32Bits", "UInt32BitsToSingle"],
            Reinterpretation),
        new("System.Buffers.Binary.BinaryPrimitives", ["ReverseEndianness"], Instruction),
        new("System.Runtime.CompilerServices.Unsafe",
            ["Add", "AddByteOffset", "AreSame", "As", "AsPointer", "AsRef", "BitCast", "ByteOffset", "NullRef",
                "IsNullRef", "ReadUnaligned", "SizeOf", "SkipInit", "Subtract", "SubtractByteOffset",
                "WriteUnaligned"],
            Reinterpretation),
        new("System.Runtime.InteropServices.MemoryMarshal", ["GetReference"],
            "reads the address that a span holds"),
        new("System.ReadOnlySpan", ["Length", "IsEmpty"],
            "reads a field; the literals of UTF-8 text are such spans"),
        new("System.Span", ["Length", "IsEmpty"], "reads a field"),
        new("System.String", ["Length"], "reads a field of a literal, which lies in the image"),
        new("System.Nullable", ["HasValue", "GetValueOrDefault", ".ctor"], "reads or writes the two fields"),
        new("System.ValueTuple",
            ["Item1", "Item2", "Item3", "Item4", "Item5", "Item6", "Item7", "Rest", ".ctor"],
            "a structure of plain fields"),
    ];

    private static readonly Dictionary<string, AllowedMembers> s_byType = Index();

    /// <summary>The list.</summary>
    public static IReadOnlyList<AllowedMembers> Entries => s_entries;

    /// <summary>Whether lower code may use <paramref name="member"/>, which another assembly
    /// declares.</summary>
    public static bool Contains(ISymbol member)
    {
        INamedTypeSymbol? type = member.ContainingType;
        if (type == null || !s_byType.TryGetValue(FullName(type), out AllowedMembers? entry))
        {
            return false;
        }
        string name = member switch
        {
            IMethodSymbol { AssociatedSymbol: { } property } => property.Name,
            IFieldSymbol { CorrespondingTupleField: { } item } => item.Name,
            _ => member.Name,
        };
        return entry.Has(name) && !IsThrowingAbs(type, member);
    }

    // Abs of an integer throws for the least one, which has no positive counterpart.
    private static bool IsThrowingAbs(INamedTypeSymbol type, ISymbol member) =>
        type.Name == "Math" && member is IMethodSymbol { Name: "Abs", Parameters: { Length: 1 } parameters }
        && parameters[0].Type.SpecialType is not (SpecialType.System_Double or SpecialType.System_Single);

    private static string FullName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? FullName(outer) + "." + type.Name
        : type.ContainingNamespace.ToDisplayString() + "." + type.Name;

    private static Dictionary<string, AllowedMembers> Index()
    {
        Dictionary<string, AllowedMembers> index = new(StringComparer.Ordinal);
        foreach (AllowedMembers entry in s_entries)
        {
            index.Add(entry.Type, entry);
        }
        return index;
    }
}
