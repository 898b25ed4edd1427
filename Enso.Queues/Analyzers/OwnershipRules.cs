using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Enso.Queues.Analyzers;

/// <summary>The rules of ownership, one identifier each. A message names the variable, the line where it was given
/// away, and what to do.</summary>
internal static class OwnershipRules
{
    /// <summary>A message is used by who no longer owns it.</summary>
    public static readonly DiagnosticDescriptor UseAfterSend = Rule(1, "A message is used after it was given away",
        "'{0}' {1} {2} on line {3}{4} and is used here: use it before giving it away, or keep a copy of what is "
        + "needed of its value");

    /// <summary>A message is given away twice.</summary>
    public static readonly DiagnosticDescriptor DoubleSend = Rule(2, "A message is given away twice",
        "'{0}' {1} {2} on line {3}{4} and is {5} here: give a message away once; rent another, or remove one of "
        + "the two");

    /// <summary>A message is lost.</summary>
    public static readonly DiagnosticDescriptor Leak = Rule(3, "A message is never returned",
        "'{0}', obtained here, is still owned {1} on line {2}: send, dispose or return it on every path, or declare "
        + "it with 'using'");

    /// <summary>A handle and its copy are both in use.</summary>
    public static readonly DiagnosticDescriptor Copy = Rule(4, "A handle is used after it was copied",
        "'{0}' {1} {2} on line {3}{4} and is still used here: a message has one owner; go on with the copy, or do "
        + "not make it");

    /// <summary>A handle goes where it cannot be followed.</summary>
    public static readonly DiagnosticDescriptor Untracked = Rule(5, "A handle goes where it cannot be followed",
        "'{0}' is {1}, so who owns the message cannot be told when compiling: pass it by value as an argument, or "
        + "keep it in a field");

    /// <summary>A message is given away by who was lent it.</summary>
    public static readonly DiagnosticDescriptor Lent = Rule(6, "A lent message is given away",
        "'{0}' is lent to this method and is {1} here: mark the parameter [TakesOwnership], or leave the message "
        + "to the caller");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> All =
        [UseAfterSend, DoubleSend, Leak, Copy, Untracked, Lent];

    private static DiagnosticDescriptor Rule(int number, string title, string message) => new(
        $"ENSOQ{number:00}", title, message, "Ownership", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
