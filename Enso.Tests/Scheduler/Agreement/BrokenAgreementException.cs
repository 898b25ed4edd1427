namespace Enso.Tests.Scheduler.Agreement;

/// <summary>Something does not hold that must.</summary>
internal sealed class BrokenAgreementException(string message) : Exception(message);
