using System.Text.Json.Nodes;
using Enso.Tool.Emulation;

namespace Enso.Tool.Running;

/// <summary>Says where the guest's screen can be seen.</summary>
internal static class DisplayNotice
{
    /// <summary>Writes the VNC address, which QEMU chooses among the free ones.</summary>
    public static async Task WriteAsync(MachineOptions options, QmpClient qmp)
    {
        if (options.Display == DisplayKind.Vnc)
        {
            JsonNode? vnc = await qmp.ExecuteAsync("query-vnc");
            await Console.Error.WriteLineAsync($"Screen: a VNC viewer at {vnc?["host"]}:{vnc?["service"]}.");
        }
    }
}
