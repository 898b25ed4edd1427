using System.Text;

namespace Enso.Queues;

/// <content>Where messages were rented, for reports of those that never came back.</content>
public sealed partial class Pool<T>
{
#if DEBUG
    private const bool RecordsPlacesByDefault = true;
#else
    private const bool RecordsPlacesByDefault = false;
#endif

    /// <summary>How many messages a report names.</summary>
    private const int PlacesReported = 16;

    private PoolExhaustedException Exhausted() => new(
        $"All {Capacity} messages of the pool are out: return some, make the pool larger, or use TryRent"
        + $"{PlacesOfRented()}.");

    /// <summary>Names where each message that is out was rented, as far as that is recorded. What other threads
    /// rent and return meanwhile may or may not be named.</summary>
    private string PlacesOfRented()
    {
        if (_places == null)
        {
            return "";
        }
        StringBuilder text = new(":");
        int named = 0;
        for (int i = 0; i < _slots.Length; i++)
        {
            uint kind = Stamp.KindOf(Volatile.Read(ref _slots[i].Stamp));
            if (kind == Stamp.Free)
            {
                continue;
            }
            if (named == PlacesReported)
            {
                text.Append(" ...");
                break;
            }
            text.Append(named == 0 ? " " : ", ").Append(_places[i].File).Append(':').Append(_places[i].Line)
                .Append(kind == Stamp.Sent ? " (sent since)" : "");
            named++;
        }
        return text.ToString();
    }
}
