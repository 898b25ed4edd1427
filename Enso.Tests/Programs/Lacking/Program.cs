using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

// What Ensō lacks: each is warned of by the build, and throws here.
if (args is ["hang"])
{
    Console.WriteLine("hanging");
    Thread.Sleep(Timeout.Infinite);
}
Try("process", () => Process.Start("ls"));
Try("socket", () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
Try("assembly", () => Assembly.LoadFrom("plugin.dll"));
Try("library", () => Missing.Call(1));
Try("library loaded", () => NativeLibrary.Load("missing"));

static void Try(string name, Func<object> action)
{
    try
    {
        Console.WriteLine($"{name}: {action()}");
    }
    catch (Exception error)
    {
        Console.WriteLine($"{name}: {error.GetType().Name}");
    }
}

static class Missing
{
    [DllImport("missing")]
    public static extern int Call(int value);
}
