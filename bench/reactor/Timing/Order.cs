namespace ReactorBench;

/// <summary>A message of a cache line.</summary>
internal struct Order
{
    /// <summary>Its number.</summary>
    public long Number;

    /// <summary>How much of it was filled.</summary>
    public long Filled;

    /// <summary>How often it was handed on.</summary>
    public long Hops;

    /// <summary>What is wanted.</summary>
    public long Quantity;

    /// <summary>For how much.</summary>
    public long Price;

    /// <summary>Of what.</summary>
    public long Instrument;

    /// <summary>By whom.</summary>
    public long Account;

    /// <summary>When it came in.</summary>
    public long Time;
}
