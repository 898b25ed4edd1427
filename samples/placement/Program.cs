// Three ways of spreading messages over cores, each a reactor on a thread: balanced by their keys, on one core as the
// reference, and published to all.
using Enso.Scheduler;

const int Fewest = 64;
int count = 4_000;
int cores = Environment.ProcessorCount;
if (args.Length > 2
    || (args.Length > 0 && (!int.TryParse(args[0], out cores) || cores is < 1 or > 64))
    || (args.Length > 1 && (!int.TryParse(args[1], out count) || count < Fewest)))
{
    Console.Error.WriteLine($"usage: placement [CORES, 1 to 64 [MESSAGES, {Fewest} or more]]");
    return 2;
}

Console.WriteLine($"{cores} {(cores == 1 ? "core" : "cores")}, {Streams.Count} streams, {count} messages\n");

// A thread may stand still while another has its processor: that is nobody's fault here.
using ThreadCluster machine = new(
    cores, new ReactorOptions { PollBudget = long.MaxValue, Log = Console.Error.WriteLine });
double balanced = await LoadBalancing.Run(machine, count);
double delivered = await FastDelivery.Run(machine, count);
double published = await Publishing.Run(machine, count);
Console.WriteLine($"""

    what               a message
    load balancing {balanced,10:F0} ns
    fast delivery  {delivered,10:F0} ns
    publisher      {published,10:F0} ns
    """);
return 0;
