namespace Enso.Scheduler;

/// <summary>What came of registering, releasing or looking up a name.</summary>
/// <param name="Status">What.</param>
/// <param name="HasHolder">Whether the name stands for something after it, where that is known.</param>
/// <param name="Holder">What it stands for: one's own entry, or that of the one who has it.</param>
/// <param name="Silent">The cores that do not answer, a bit for each.</param>
public readonly record struct NameResult(NameStatus Status, bool HasHolder, NameEntry Holder, ulong Silent)
{
    internal static NameResult Of(in ProposalResult<NameEntry> result, NameStatus done, NameStatus refused) => new(
        result.Status switch
        {
            ProposalStatus.Done => done,
            ProposalStatus.Refused => refused,
            _ => NameStatus.Unavailable,
        },
        result.HasValue,
        result.Value,
        result.Silent);
}
