using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Looks at the copies of a map that cores agree on: those with the same version must be the same.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
internal sealed class AgreementWatch<TKey, TValue>
    where TKey : notnull
{
    private readonly ClusterMap<TKey, TValue> _map;
    private readonly long[] _versions;

    // What each version was on the core that had it first.
    private readonly Dictionary<long, (int Core, string Content)> _contents = [];

    /// <summary>Makes it.</summary>
    /// <param name="map">The map, of which nothing is known yet.</param>
    public AgreementWatch(ClusterMap<TKey, TValue> map)
    {
        _map = map;
        _versions = new long[map.Cluster.Cores];
    }

    /// <summary>The version of a core's copy.</summary>
    /// <param name="core">The core.</param>
    public long VersionOf(int core) => _map.View(_map.Cluster[core]).Version;

    /// <summary>Looks at the copies that have changed.</summary>
    /// <param name="hasChanged">Whether any has.</param>
    /// <returns>What is wrong; null for nothing.</returns>
    public string? Look(out bool hasChanged)
    {
        hasChanged = false;
        for (int core = 0; core < _versions.Length; core++)
        {
            long version = VersionOf(core);
            if (version == _versions[core])
            {
                continue;
            }

            hasChanged = true;
            if (version < _versions[core])
            {
                return $"core {core} has gone back from version {_versions[core]} of '{_map.Name}' to {version}";
            }

            _versions[core] = version;
            string content = ContentOf(core);
            if (!_contents.TryAdd(version, (core, content)) && _contents[version].Content != content)
            {
                (int other, string others) = _contents[version];
                return $"version {version} of '{_map.Name}' is {content} on core {core}, and {others} on core {other}";
            }
        }

        return null;
    }

    /// <summary>Looks at the copies when all are at rest: all have come to the same version.</summary>
    /// <returns>What is wrong; null for nothing.</returns>
    public string? LookAtRest()
    {
        int other = Array.FindIndex(_versions, version => version != _versions[0]);
        return other < 0
            ? null
            : $"at rest core 0 has version {_versions[0]} of '{_map.Name}', and core {other} {_versions[other]}";
    }

    private string ContentOf(int core) => string.Join(
        ", ",
        _map.List(_map.Cluster[core]).Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
}
