using System.Globalization;
using System.Text.Encodings.Web;

namespace Enso.Scheduler;

/// <summary>Writes traces in the Trace Event Format, which Perfetto and Chrome's <c>about:tracing</c> show: cores as threads,
/// what took time as spans, messages and timers as marks. A core's collections are beside it: they begin and end within what
/// it did otherwise.</summary>
public static class ChromeTrace
{
    private const double NanosecondsInMicrosecond = 1000;

    /// <summary>Writes the traces of cores as one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="traces">The traces.</param>
    public static void Write(TextWriter writer, IReadOnlyList<Trace> traces)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(traces);
        writer.Write("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[");
        string separator = "\n";
        foreach (Trace trace in traces)
        {
            Write(writer, separator, trace.Core, $"core {trace.Core}", trace.Events);
            separator = ",\n";
            if (trace.Collections.Count != 0)
            {
                int track = Cluster.MaximumCores + trace.Core;
                Write(writer, separator, track, $"core {trace.Core}: collections", [.. trace.Collections]);
            }
        }

        writer.Write("\n]}\n");
    }

    private static void Write(
        TextWriter writer, string separator, int track, string name, ReadOnlySpan<TraceEvent> events)
    {
        writer.Write(separator);
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":0,\"tid\":{track},\"args\":{{\"name\":\"{name}\"}}}}"));
        foreach (ref readonly TraceEvent what in events)
        {
            writer.Write(",\n");
            Write(writer, track, in what);
        }
    }

    private static void Write(TextWriter writer, int track, in TraceEvent what)
    {
        string name = JavaScriptEncoder.Default.Encode(NameOf(what));
        string kind = what.Kind.ToString().ToLowerInvariant();
        bool isMark = what.Kind is TraceKind.Message or TraceKind.Timer;
        writer.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"ph\":\"{(isMark ? 'i' : 'X')}\",\"name\":\"{name}\",\"cat\":\"{kind}\",\"pid\":0,\"tid\":{track},"
            + $"\"ts\":{what.Start / NanosecondsInMicrosecond:0.000}"));
        writer.Write(isMark
            ? ",\"s\":\"t\""
            : string.Create(CultureInfo.InvariantCulture, $",\"dur\":{what.Length / NanosecondsInMicrosecond:0.000}"));
        if (what.Kind == TraceKind.Message)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",\"args\":{{\"from\":{what.Other}}}"));
        }
        else if (what.Kind == TraceKind.Interrupt)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",\"args\":{{\"vector\":{what.Other}}}"));
        }
        else if (what.Task != TaskId.None)
        {
            writer.Write($",\"args\":{{\"task\":\"{what.Task}\"}}");
        }

        writer.Write('}');
    }

    private static string NameOf(in TraceEvent what) =>
        what.Name ?? (what.Task == TaskId.None ? what.Kind.ToString() : what.Task.ToString());
}
