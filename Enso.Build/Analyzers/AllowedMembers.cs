using System;
using System.Collections.Generic;

namespace Enso.Build.Analyzers;

/// <summary>Members of one type of the class library that lower code may use.</summary>
internal sealed class AllowedMembers
{
    private readonly HashSet<string> _members;

    /// <summary>Creates the entry.</summary>
    /// <param name="type">The type's full name, without type parameters.</param>
    /// <param name="members">The members' names, all overloads of each.</param>
    /// <param name="reason">Why they are harmless.</param>
    public AllowedMembers(string type, string[] members, string reason)
    {
        Type = type;
        Reason = reason;
        _members = new HashSet<string>(members, StringComparer.Ordinal);
    }

    /// <summary>The type's full name.</summary>
    public string Type { get; }

    /// <summary>Why its members are harmless.</summary>
    public string Reason { get; }

    /// <summary>The names.</summary>
    public IReadOnlyCollection<string> Members => _members;

    /// <summary>Whether the member of that name may be used.</summary>
    public bool Has(string name) => _members.Contains(name);
}
