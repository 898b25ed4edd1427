namespace Enso.Build.Programs;

/// <summary>What cannot work on Ensō, as a table: each row was seen to throw what it says. A row whose method is
/// <c>*</c> stands for every method of the type; one with a parameter, only for overloads that begin with it.</summary>
internal static class UnsupportedCalls
{
    private const string NoNetwork = "there is no network";
    private const string NoProcesses = "there are no other processes";
    private const string NoLoading = "everything is compiled before it runs";

    private static readonly Row[] s_rows =
    [
        new("System.Diagnostics.Process", "Start", "Win32Exception", NoProcesses),
        new("System.Diagnostics.Process", "GetProcesses", "DirectoryNotFoundException", NoProcesses),
        new("System.Diagnostics.Process", "GetProcessesByName", "DirectoryNotFoundException", NoProcesses),

        new("System.Net.Sockets.Socket", ".ctor", "TypeInitializationException", NoNetwork),
        new("System.Net.Sockets.TcpClient", ".ctor", "TypeInitializationException", NoNetwork),
        new("System.Net.Sockets.TcpListener", "Start", "TypeInitializationException", NoNetwork),
        new("System.Net.Sockets.UdpClient", ".ctor", "TypeInitializationException", NoNetwork),
        new("System.Net.Http.HttpClient", ".ctor", "TypeInitializationException at the first request", NoNetwork),
        new("System.Net.HttpListener", "Start", "HttpListenerException", NoNetwork),
        new("System.Net.Dns", "GetHostAddresses", "SocketException", NoNetwork),
        new("System.Net.Dns", "GetHostAddressesAsync", "SocketException", NoNetwork),
        new("System.Net.Dns", "GetHostEntry", "SocketException", NoNetwork),
        new("System.Net.Dns", "GetHostEntryAsync", "SocketException", NoNetwork),
        new("System.Net.NetworkInformation.Ping", "Send", "PlatformNotSupportedException", NoNetwork),
        new("System.Net.NetworkInformation.Ping", "SendPingAsync", "PlatformNotSupportedException", NoNetwork),
        new("System.Net.NetworkInformation.NetworkInterface", "GetAllNetworkInterfaces",
            "DirectoryNotFoundException", NoNetwork),
        new("System.IO.Pipes.NamedPipeServerStream", ".ctor", "TypeInitializationException", NoNetwork),
        new("System.IO.Pipes.NamedPipeClientStream", ".ctor", "TypeInitializationException", NoNetwork),
        new("System.IO.Pipes.AnonymousPipeServerStream", ".ctor", "TypeInitializationException", NoNetwork),
        new("System.IO.FileSystemWatcher", ".ctor", "ArgumentException", "nothing tells of changes of files"),

        new("System.Reflection.Assembly", "LoadFrom", "PlatformNotSupportedException", NoLoading),
        new("System.Reflection.Assembly", "LoadFile", "PlatformNotSupportedException", NoLoading),
        new("System.Reflection.Assembly", "Load", "PlatformNotSupportedException", NoLoading, "System.Byte[]"),
        new("System.Runtime.Loader.AssemblyLoadContext", "LoadFromAssemblyPath", "PlatformNotSupportedException", NoLoading),
        new("System.Runtime.Loader.AssemblyLoadContext", "LoadFromStream", "PlatformNotSupportedException", NoLoading),
        new("System.Reflection.Emit.DynamicMethod", ".ctor", "PlatformNotSupportedException", NoLoading),
        new("System.Reflection.Emit.AssemblyBuilder", "DefineDynamicAssembly", "PlatformNotSupportedException", NoLoading),
        new("System.Runtime.InteropServices.NativeLibrary", "Load", "DllNotFoundException", "there is one image"),

        new("System.TimeZoneInfo", "FindSystemTimeZoneById",
            "TimeZoneNotFoundException for any other name", "the only time zone is UTC"),
        new("System.Globalization.CultureInfo", ".ctor",
            "CultureNotFoundException for any name but the empty one", "cultures are invariant", "System.String"),
        new("System.Globalization.CultureInfo", "GetCultureInfo",
            "CultureNotFoundException for any name but the empty one", "cultures are invariant"),
    ];

    private static readonly ILookup<string, Row> s_byType = s_rows.ToLookup(row => row.Type);

    /// <summary>Says what becomes of a call.</summary>
    /// <param name="call">The call.</param>
    /// <returns>What it throws and why, as a clause; null when it works as far as the table knows.</returns>
    public static string? Verdict(Call call) => s_byType[call.Type]
        .Where(row => (row.Method == "*" || row.Method == call.Method)
            && (row.Parameter.Length == 0 || row.Parameter == call.FirstParameter))
        .Select(row => $"throws {row.Throws}: {row.Reason}")
        .FirstOrDefault();

    private sealed record Row(string Type, string Method, string Throws, string Reason, string Parameter = "");
}
