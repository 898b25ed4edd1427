using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Enso.Tests.ProgramScan;

/// <summary>What the scan is shown: calls that cannot work on Ensō, calls that can, and data for the serializer. Nothing
/// here is ever run.</summary>
internal static class ScannedProgram
{
    public static void StartsProcess() => Process.Start("ls");

    public static async Task UsesSocketAsync()
    {
        await Task.Yield();
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
    }

    public static IEnumerable<int> LoadsInIterator()
    {
        yield return Assembly.Load([1, 2, 3]).GetTypes().Length;
    }

    public static Func<object> StartsInLambda() => () => Process.Start("ls");

    public static string WorksEverywhere(int n) => Assembly.Load("System.Runtime").FullName + n;

    public static string Switches(int n) => n switch { 0 => "a", 1 => "b", 2 => "c", 3 => "d", 4 => "e", _ => "f" };

    public static string Serialise(Order order) => JsonSerializer.Serialize(order);

    [DllImport("no-such-library")]
    public static extern int InLibrary(int value);

    [DllImport("KERNEL32.dll")]
    public static extern int InWindows(int value);
}

/// <summary>Data.</summary>
internal sealed record Order(string Name, int Count, State State, List<Item> Items);

/// <summary>Data.</summary>
internal sealed class Item
{
    public Dictionary<State, decimal?>? Prices { get; set; }

    public ConcurrentQueue<Span2>? Spans { get; set; }

    public Box<long>? Box { get; set; }
}

/// <summary>Data that is generic.</summary>
internal sealed class Box<T>
{
    public T[]? Values { get; set; }
}

/// <summary>Data.</summary>
internal readonly record struct Span2(int From, int To);

/// <summary>Data.</summary>
internal enum State
{
    New,
    Done,
}
